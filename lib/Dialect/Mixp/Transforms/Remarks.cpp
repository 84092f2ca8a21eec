//===- Remarks.cpp - Why a pass did what it did ---------------------------===//
#include "mixp/Dialect/Mixp/Transforms/Remarks.h"
#include "mlir/Interfaces/FunctionInterfaces.h"

using namespace mlir;
using namespace mixp;

namespace {
struct RemarkText {
  StringRef code;
  remark::RemarkKind kind;
  StringRef reason;
};
} // namespace

static constexpr RemarkText texts[] = {
#define MIXP_REMARK(name, code, kind, reason)                                  \
  {code, remark::RemarkKind::Remark##kind, reason},
#include "mixp/Dialect/Mixp/Transforms/RemarkCodes.def"
};

StringRef mixp::getRemarkCode(RemarkCode code) {
  return texts[static_cast<size_t>(code)].code;
}

remark::detail::InFlightRemark mixp::reportRemark(Operation *op,
                                                  RemarkCode code) {
  const RemarkText &text = texts[static_cast<size_t>(code)];
  StringRef function;
  if (auto parent = op->getParentOfType<FunctionOpInterface>())
    function = parent.getName();
  remark::RemarkOpts options = remark::RemarkOpts::name(text.code)
                                   .category(text.code.rsplit('-').first)
                                   .function(function);
  auto emit = text.kind == remark::RemarkKind::RemarkPassed ? remark::passed
              : text.kind == remark::RemarkKind::RemarkMissed
                  ? remark::missed
                  : remark::analysis;
  remark::detail::InFlightRemark remark = emit(op->getLoc(), options);
  remark << remark::detail::LazyTextBuild{
      "Reason", [reason = text.reason] { return reason.str(); }};
  return remark;
}
