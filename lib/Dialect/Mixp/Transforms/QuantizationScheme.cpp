//===- QuantizationScheme.cpp - Quantization schemes by name --------------===//
#include "mixp/Dialect/Mixp/Transforms/QuantizationScheme.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace mixp;

using llvm::APFloat;

namespace {
/// A scheme without parameters in its name.
struct NamedScheme {
  llvm::StringRef name;
  ActivationForm activation;
  unsigned weightBits = 0;
  /// Null where the scheme's operands are integers or wide floats.
  const llvm::fltSemantics &(*format)() = nullptr;
};
} // namespace

static constexpr NamedScheme named[] = {
    {"f32", ActivationForm::Keep},
    {"bf16", ActivationForm::Bf16},
    {"f16", ActivationForm::F16},
    {"w8a8", ActivationForm::StaticInt8, 8},
    {"w8a8-dynamic", ActivationForm::DynamicInt8, 8},
    {"w8a16", ActivationForm::F16, 8},
    {"f8e4m3", ActivationForm::StaticFloat, 8, APFloat::Float8E4M3FN},
    {"f8e4m3-dynamic", ActivationForm::DynamicFloat, 8, APFloat::Float8E4M3FN},
    {"f8e5m2", ActivationForm::StaticFloat, 8, APFloat::Float8E5M2},
    {"f8e5m2-dynamic", ActivationForm::DynamicFloat, 8, APFloat::Float8E5M2},
    {"mxint8", ActivationForm::Microscaling, 8},
    {"mxfp8", ActivationForm::Microscaling, 8, APFloat::Float8E4M3FN},
    {"mxfp8-e5m2", ActivationForm::Microscaling, 8, APFloat::Float8E5M2},
    {"mxfp6", ActivationForm::Microscaling, 6, APFloat::Float6E2M3FN},
    {"mxfp6-e3m2", ActivationForm::Microscaling, 6, APFloat::Float6E3M2FN},
    {"mxfp4", ActivationForm::Microscaling, 4, APFloat::Float4E2M1FN},
};

static QuantizationScheme fromRow(const NamedScheme &row) {
  QuantizationScheme scheme;
  scheme.name = row.name.str();
  scheme.activation = row.activation;
  scheme.weightBits = row.weightBits;
  if (row.format)
    scheme.format = &row.format();
  if (row.activation == ActivationForm::Microscaling)
    scheme.weightGroup = kMicroscalingBlock;
  return scheme;
}

/// w<bits>a8-g<N>, w<bits>a8-static-g<N> and w<bits>a16-g<N>.
static std::optional<QuantizationScheme> parseGrouped(llvm::StringRef name) {
  QuantizationScheme scheme;
  scheme.name = name.str();
  if (!name.consume_front("w") || name.consumeInteger(10, scheme.weightBits) ||
      !llvm::is_contained({2u, 3u, 4u, 8u}, scheme.weightBits))
    return std::nullopt;
  if (name.consume_front("a16-g"))
    scheme.activation = ActivationForm::F16;
  else if (name.consume_front("a8-g"))
    scheme.activation = ActivationForm::DynamicInt8;
  else if (name.consume_front("a8-static-g"))
    scheme.activation = ActivationForm::StaticInt8;
  else
    return std::nullopt;
  if (name.getAsInteger(10, scheme.weightGroup) || scheme.weightGroup < 32 ||
      scheme.weightGroup > 256 || scheme.weightGroup % 16 != 0)
    return std::nullopt;
  // With 15 levels a few large weights cost all others much of their
  // resolution, so that clipping them pays; with 255 it does not.
  scheme.searchWeightScale = scheme.weightBits < 8;
  return scheme;
}

std::string mixp::listQuantizationSchemes() {
  std::string names = llvm::join(
      llvm::map_range(named, [](const NamedScheme &row) { return row.name; }),
      ", ");
  return names +
         ", w{2,3,4,8}a{8,16}-gN and w{2,3,4,8}a8-static-gN with N a multiple "
         "of 16 from 32 to 256";
}

llvm::Expected<QuantizationScheme>
mixp::lookupQuantizationScheme(llvm::StringRef name, llvm::StringRef a16) {
  if (a16 != "f16" && a16 != "bf16")
    return llvm::createStringError("expected a16 to be f16 or bf16 but got '" +
                                   a16 + "'");
  std::optional<QuantizationScheme> scheme = parseGrouped(name);
  for (const NamedScheme &row : named)
    if (row.name == name)
      scheme = fromRow(row);
  if (!scheme)
    return llvm::createStringError(
        "unknown scheme '" + name +
        "'; known are: " + listQuantizationSchemes());
  // "f16" itself is a request for f16: only w*a16 leaves the type open.
  if (a16 == "bf16" && scheme->weightBits != 0 &&
      scheme->activation == ActivationForm::F16)
    scheme->activation = ActivationForm::Bf16;
  return *scheme;
}
