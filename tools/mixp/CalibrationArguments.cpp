//===- CalibrationArguments.cpp - Calibration in mixp quantize ------------===//
#include "CalibrationArguments.h"
#include "CalibrationFile.h"
#include "CheckRanges.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

void CalibrationArguments::declare(CommandLine &line) {
  line.list("calibration", "[NAME=]FILE", words,
            "samples of an input (.npy), for schemes with static ranges");
  line.flag("one-sample", isOneSample,
            "each file is one sample, as it is: for inputs whose leading dim "
            "is the steps of sequences");
  line.option("calibrator", "NAME", calibrator,
              "how ranges follow from the samples: minmax (default), "
              "percentile=P, mse, entropy");
  line.flag("symmetric", options.calibrator.symmetric,
            "ranges of the form [-t, t] for left operands, too");
  line.option("granularity", "NAME", granularity,
              "of static ranges: per-group, along K as the scheme's weights "
              "(default of wBa8-static-gN), or per-tensor (default of others)");
  line.option("save-calibration", "FILE", savePath,
              "write the ranges to a table (JSON)");
  line.option("calibration-table", "FILE", tablePath,
              "take the ranges from such a table");
  line.option("statistics", "LIST", statistics,
              "also measure channel-max, mean or gram of the activations, and "
              "leave what was measured in the model");
}

llvm::Error CalibrationArguments::parse() {
  auto parsed = parseCalibrator(calibrator);
  if (!parsed)
    return llvm::createStringError("--calibrator: " +
                                   llvm::toString(parsed.takeError()));
  parsed->symmetric = options.calibrator.symmetric;
  options.calibrator = *parsed;
  SmallVector<StringRef> names;
  StringRef(statistics).split(names, ',', -1, /*KeepEmpty=*/false);
  for (StringRef name : names)
    options.statistics.push_back(name.str());
  if (granularity == "per-channel")
    return llvm::createStringError(
        "--granularity: a scale for each channel of an activation would have "
        "to be multiplied into every product, which leaves no sum of integers; "
        "take per-group with a scheme wBa8-static-gN, --smooth, which moves "
        "such scales into the weights, or a dynamic scheme for a scale per "
        "row");
  if (!granularity.empty() && granularity != "per-tensor" &&
      granularity != "per-group")
    return llvm::createStringError("--granularity: expected per-tensor, "
                                   "per-channel or per-group but got '" +
                                   granularity + "'");
  StringRef needs = !options.statistics.empty() ? "--statistics"
                    : !savePath.empty()         ? "--save-calibration"
                                                : "";
  if (!needs.empty() && words.empty())
    return llvm::createStringError(
        needs + ": expected samples to measure on; give --calibration");
  if (isOneSample && words.empty())
    return llvm::createStringError(
        "--one-sample: expected samples; give --calibration");
  return llvm::Error::success();
}

llvm::Error
CalibrationArguments::checkScheme(const QuantizationScheme &scheme) const {
  if (granularity != "per-group" || scheme.rangeGroup() != 0)
    return llvm::Error::success();
  return llvm::createStringError(
      "--granularity: per-group takes the groups of the scheme's weights, but "
      "scheme '" +
      scheme.name +
      "' has no static groups; take wBa8-static-gN, such as "
      "w8a8-static-g128");
}

int64_t CalibrationArguments::getGroup(const QuantizationScheme &scheme) const {
  return granularity == "per-tensor" ? 0 : scheme.rangeGroup();
}

llvm::Error CalibrationArguments::loadSamples(ModuleOp module) {
  if (words.empty())
    return llvm::Error::success();
  auto entry = findEntry(module);
  if (!entry)
    return entry.takeError();
  auto signature = readSignature(*entry);
  if (!signature)
    return signature.takeError();
  auto loaded = CalibrationSamples::load(*signature, words, isOneSample);
  if (!loaded)
    return loaded.takeError();
  samples = std::move(*loaded);
  return llvm::Error::success();
}

llvm::Expected<bool>
CalibrationArguments::apply(ModuleOp module, const QuantizationScheme &scheme,
                            ArrayRef<std::string> needed,
                            StringRef dumpFolder) const {
  bool needsRanges = scheme.needsCalibration();
  CalibratorKind kind = options.calibrator.kind;
  if (scheme.activation == ActivationForm::StaticFloat &&
      (kind == CalibratorKind::MeanSquaredError ||
       kind == CalibratorKind::Entropy))
    return llvm::createStringError(
        "--calibrator: mse and entropy are about the steps of 8-bit integers, "
        "but scheme '" +
        scheme.name + "' has floats; take minmax or percentile=P");
  CalibrationOptions copy = options;
  copy.group = getGroup(scheme);
  for (const std::string &name : needed)
    if (!llvm::is_contained(copy.statistics, name))
      copy.statistics.push_back(name);
  bool hasTable = !tablePath.empty();
  bool measures = samples && (!copy.statistics.empty() || !savePath.empty() ||
                              (needsRanges && !hasTable));
  if (measures) {
    copy.dumpFolder = dumpFolder.str();
    auto table = calibrate(module, *samples, copy);
    if (!table)
      return table.takeError();
    if (!hasTable)
      if (llvm::Error error = checkReached(module, scheme))
        return std::move(error);
    if (!savePath.empty())
      if (llvm::Error error = saveCalibration(*table, savePath))
        return std::move(error);
  }
  if (hasTable) {
    auto table = loadCalibration(tablePath);
    if (!table)
      return table.takeError();
    if (samples)
      if (llvm::Error error =
              checkAgainstTable(samples->describeInputs(), samples->getFiles(),
                                *table, tablePath))
        return std::move(error);
    if (llvm::Error error =
            applyCalibration(*table, tablePath, module, copy.group))
      return std::move(error);
  }
  if (llvm::Error error = checkWidths(
          module, scheme, hasTable ? "--calibration-table" : "--calibration"))
    return std::move(error);
  return measures || hasTable;
}
