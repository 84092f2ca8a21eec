//===- CalibrationFile.cpp - Tables of ranges and models ------------------===//
#include "CalibrationFile.h"
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mlir/IR/Matchers.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

CalibrationTable::Layer mixp::tool::describeForTable(Operation *op) {
  CalibrationTable::Layer layer;
  layer.name = getLayerName(op).str();
  llvm::raw_string_ostream os(layer.op);
  os << op->getName() << " "
     << getContractionOperand(op, /*isLhs=*/true).getType() << ", "
     << getContractionOperand(op, /*isLhs=*/false).getType();
  return layer;
}

llvm::Error mixp::tool::saveCalibration(const CalibrationTable &table,
                                        StringRef path) {
  std::error_code code;
  llvm::raw_fd_ostream file(path, code);
  if (!code) {
    table.write(file);
    file.close();
    code = file.error();
    file.clear_error();
  }
  if (code)
    return llvm::createStringError("cannot write '" + path +
                                   "': " + code.message());
  return llvm::Error::success();
}

llvm::Expected<CalibrationTable> mixp::tool::loadCalibration(StringRef path) {
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer)
    return llvm::createStringError("cannot open '" + path +
                                   "': " + buffer.getError().message());
  auto table = CalibrationTable::parse((*buffer)->getBuffer());
  if (!table)
    return llvm::createStringError(
        "'" + path +
        "' is no calibration table: " + llvm::toString(table.takeError()) +
        "; write one with mixp quantize --save-calibration");
  return table;
}

/// What differs between a contraction of the model and its row of the table.
static std::string findDifference(Operation *op,
                                  const CalibrationTable::Layer &row,
                                  int64_t group) {
  CalibrationTable::Layer layer = describeForTable(op);
  if (layer.name != row.name)
    return "is called '" + row.name + "' in the table";
  if (layer.op != row.op)
    return "is " + layer.op + " but " + row.op + " in the table";
  for (bool isLhs : {true, false}) {
    bool isConstant =
        matchPattern(getContractionOperand(op, isLhs), m_Constant());
    StringRef name = isLhs ? "lhs" : "rhs";
    const auto &operand = isLhs ? row.lhs : row.rhs;
    if (!isConstant && !operand)
      return ("has no range of its " + name + " in the table").str();
    int64_t count = isLhs ? countRangeGroups(op, group) : 1;
    if (operand && int64_t(operand->ranges.size()) != count)
      return ("has " + Twine(operand->ranges.size()) + " ranges of its " +
              name + " in the table, for " + Twine(count) +
              (count == 1 ? " group" : " groups") + " along K")
          .str();
  }
  return "";
}

void mixp::tool::applyRanges(Operation *op, bool isLhs,
                             const CalibrationTable::Operand &operand,
                             int64_t group) {
  OperandRanges ranges;
  ranges.group = operand.ranges.size() == 1 ? 0 : group;
  ranges.ranges.assign(operand.ranges.begin(), operand.ranges.end());
  writeRanges(op, isLhs, ranges);
}

/// For messages: what ranges of `group` are about.
static std::string describeGroup(int64_t group) {
  return group == 0 ? "one range for all of K"
                    : "groups of " + std::to_string(group) + " along K";
}

llvm::Error mixp::tool::applyCalibration(const CalibrationTable &table,
                                         StringRef path, ModuleOp module,
                                         int64_t group) {
  assignCalibrationIds(module);
  SmallVector<std::pair<Operation *, int64_t>> ops;
  forEachCalibrated(
      module, [&](Operation *op, int64_t id) { ops.emplace_back(op, id); });
  auto refuse = [&](const Twine &what) {
    return llvm::createStringError(
        "'" + path + "' does not fit the model: " + what +
        "; measure it anew with --calibration and --save-calibration");
  };
  if (ops.size() != table.layers.size())
    return refuse("it has " + Twine(table.layers.size()) +
                  " contractions but the model has " + Twine(ops.size()));
  if (table.group != group)
    return llvm::createStringError(
        "'" + path + "' was measured for " + describeGroup(table.group) +
        ", but the scheme has " + describeGroup(group) +
        "; measure it anew with --calibration and --save-calibration, or "
        "change --scheme or --granularity");
  for (auto [entry, row] : llvm::zip_equal(ops, table.layers)) {
    auto [op, id] = entry;
    if (std::string what = findDifference(op, row, group); !what.empty())
      return refuse(describeLayer(op, id) + " " + what);
    for (bool isLhs : {true, false})
      if (const auto &operand = isLhs ? row.lhs : row.rhs)
        applyRanges(op, isLhs, *operand, group);
  }
  removeCalibrationIds(module);
  return llvm::Error::success();
}

llvm::Error
mixp::tool::checkAgainstTable(ArrayRef<CalibrationTable::Input> given,
                              ArrayRef<std::string> files,
                              const CalibrationTable &table, StringRef path) {
  // Samples differ; units differ by more.
  constexpr double far = 16;
  auto magnitude = [](CalibratedRange range) {
    return std::max(std::abs(double(range.lo)), std::abs(double(range.hi)));
  };
  for (auto [input, file] : llvm::zip_equal(given, files))
    for (const CalibrationTable::Input &known : table.inputs) {
      double here = magnitude(input.range), there = magnitude(known.range);
      if (known.name != input.name || here == 0 || there == 0 ||
          (here <= far * there && there <= far * here))
        continue;
      std::string text;
      llvm::raw_string_ostream os(text);
      auto print = [&](CalibratedRange range) {
        os << llvm::format("[%g, %g]", range.lo, range.hi);
      };
      os << "'" << file << "': input '" << input.name << "' is in ";
      print(input.range);
      os << " but was in ";
      print(known.range);
      os << " when '" << path
         << "' was measured; scale the samples as the model expects them, or "
            "measure a new table";
      return llvm::createStringError(text);
    }
  return llvm::Error::success();
}
