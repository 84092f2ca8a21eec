//===- QuantizationScheme.cpp - Table of quantization schemes -------------===//
#include "mixp/Dialect/Mixp/Transforms/QuantizationScheme.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace mixp;

// name, activations, bits of weights, group along K, search of weight scales.
// With 15 levels a few large weights cost all others much of their resolution,
// so that clipping them pays; with 255 it does not.
static constexpr QuantizationScheme schemes[] = {
    {"f32", ActivationForm::Keep, 0, 0, false},
    {"bf16", ActivationForm::Bf16, 0, 0, false},
    {"f16", ActivationForm::F16, 0, 0, false},
    {"w8a8", ActivationForm::StaticInt8, 8, 0, false},
    {"w8a8-dynamic", ActivationForm::DynamicInt8, 8, 0, false},
    {"w8a16", ActivationForm::F16, 8, 0, false},
    {"w4a8-g128", ActivationForm::DynamicInt8, 4, 128, true},
    {"w4a16-g128", ActivationForm::F16, 4, 128, true},
};

llvm::ArrayRef<QuantizationScheme> mixp::getQuantizationSchemes() {
  return schemes;
}

std::string mixp::listQuantizationSchemes() {
  return llvm::join(llvm::map_range(schemes,
                                    [](const QuantizationScheme &scheme) {
                                      return scheme.name;
                                    }),
                    ", ");
}

llvm::Expected<QuantizationScheme>
mixp::lookupQuantizationScheme(llvm::StringRef name, llvm::StringRef a16) {
  if (a16 != "f16" && a16 != "bf16")
    return llvm::createStringError("expected a16 to be f16 or bf16 but got '" +
                                   a16 + "'");
  const QuantizationScheme *found =
      llvm::find_if(schemes, [&](const QuantizationScheme &scheme) {
        return scheme.name == name;
      });
  if (found == std::end(schemes))
    return llvm::createStringError(
        "unknown scheme '" + name +
        "'; known are: " + listQuantizationSchemes());
  QuantizationScheme scheme = *found;
  // "f16" itself is a request for f16: only w*a16 leaves the type open.
  if (a16 == "bf16" && scheme.weightBits != 0 &&
      scheme.activation == ActivationForm::F16)
    scheme.activation = ActivationForm::Bf16;
  return scheme;
}
