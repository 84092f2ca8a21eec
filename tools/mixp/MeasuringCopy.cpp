//===- MeasuringCopy.cpp - A model that returns what it measures ----------===//
#include "MeasuringCopy.h"
#include "mixp/Dialect/Mixp/Transforms/Observations.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

/// The results that are histograms of operands.
static SmallVector<std::pair<unsigned, CalibrationKey>>
findHistograms(func::FuncOp function) {
  SmallVector<std::pair<unsigned, CalibrationKey>> found;
  for (unsigned i = 0, e = function.getNumResults(); i < e; ++i) {
    auto entry =
        function.getResultAttrOfType<DictionaryAttr>(i, kObservationAttrName);
    if (!entry || entry.getAs<StringAttr>("what") != StringRef("histogram"))
      continue;
    if (auto key =
            parseObservationLabel(entry.getAs<StringAttr>("label").getValue()))
      found.emplace_back(i, *key);
  }
  return found;
}

llvm::Expected<MeasuringCopy>
MeasuringCopy::compile(ModuleOp module, StringRef function,
                       StringRef dumpFolder,
                       function_ref<void(OpPassManager &)> addPasses) {
  OwningOpRef<ModuleOp> copy = module.clone();
  PassManager passes(module.getContext());
  passes.addPass(createInlinerPass());
  passes.addPass(createSymbolDCEPass());
  addPasses(passes);
  passes.addPass(createCSEPass());
  if (failed(passes.run(*copy)))
    return llvm::createStringError(
        "cannot measure the model's ranges; a dynamic scheme needs none");
  auto instrumented = findEntry(*copy, function);
  if (!instrumented)
    return instrumented.takeError();
  MeasuringCopy result;
  result.results = getCalibrationResults(*instrumented);
  result.histograms = findHistograms(*instrumented);
  JitOptions options;
  options.function = function.str();
  options.dumpFolder = dumpFolder.str();
  auto jit = JitFunction::compile(*copy, options);
  if (!jit)
    return jit.takeError();
  result.jit = std::move(*jit);
  return result;
}
