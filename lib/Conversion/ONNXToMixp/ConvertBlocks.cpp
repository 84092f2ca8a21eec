//===- ConvertBlocks.cpp - DepthToSpace and SpaceToDepth ------------------===//
#include "OpTable.h"

using namespace mlir;
using namespace mixp::importer;

/// N x C x H x W and the block size, at least 1.
static FailureOr<int64_t> readBlock(NodeContext &context) {
  FailureOr<int64_t> block = context.getInt("blocksize", 0);
  if (failed(block))
    return failure();
  if (*block < 1 || context.getInput(0).rank() != 4)
    return context.error() << "expected an input of rank 4 and a blocksize of "
                              "at least 1 but got "
                           << stringify(context.getInput(0).shape) << " and "
                           << *block;
  return block;
}

static LogicalResult reportSize(NodeContext &context, int64_t factor,
                                const char *dims) {
  return context.error() << "expected " << dims << " to be a multiple of "
                         << factor << " but got "
                         << stringify(context.getInput(0).shape);
}

FailureOr<ImportedTensor>
mixp::importer::importDepthToSpace(NodeContext &context) {
  FailureOr<int64_t> block = readBlock(context);
  FailureOr<std::string> mode = context.getString("mode", "DCR");
  if (failed(block) || failed(mode))
    return failure();
  if (*mode != "DCR" && *mode != "CRD")
    return context.error() << "expected mode DCR or CRD but got "
                           << quote(*mode);
  const ImportedTensor &input = context.getInput(0);
  const Shape &s = input.shape;
  std::optional<Dim> depth = s[1].dividedBy(Dim(*block * *block));
  if (!depth)
    return reportSize(context, *block * *block, "the channels");
  TensorBuilder &build = context.build;
  bool isDepthFirst = *mode == "CRD";
  Shape split = isDepthFirst ? Shape{s[0], *depth, *block, *block, s[2], s[3]}
                             : Shape{s[0], *block, *block, *depth, s[2], s[3]};
  SmallVector<int64_t> order = isDepthFirst
                                   ? SmallVector<int64_t>{0, 1, 4, 2, 5, 3}
                                   : SmallVector<int64_t>{0, 3, 4, 1, 5, 2};
  return build.reshape(build.transpose(build.reshape(input, split), order),
                       {s[0], *depth, s[2] * Dim(*block), s[3] * Dim(*block)});
}

FailureOr<ImportedTensor>
mixp::importer::importSpaceToDepth(NodeContext &context) {
  FailureOr<int64_t> block = readBlock(context);
  if (failed(block))
    return failure();
  const ImportedTensor &input = context.getInput(0);
  const Shape &s = input.shape;
  std::optional<Dim> height = s[2].dividedBy(Dim(*block));
  std::optional<Dim> width = s[3].dividedBy(Dim(*block));
  if (!height || !width)
    return reportSize(context, *block, "height and width");
  TensorBuilder &build = context.build;
  ImportedTensor split =
      build.reshape(input, {s[0], s[1], *height, *block, *width, *block});
  return build.reshape(build.transpose(split, {0, 3, 5, 1, 2, 4}),
                       {s[0], s[1] * Dim(*block * *block), *height, *width});
}
