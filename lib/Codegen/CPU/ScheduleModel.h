//===- ScheduleModel.h - Sizes of tiles and blocks --------------*- C++ -*-===//
//-*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_SCHEDULEMODEL_H
#define MIXP_LIB_CODEGEN_CPU_SCHEDULEMODEL_H

#include "NativeForm.h"
#include <string>
#include <vector>

namespace mixp {

struct ScheduleChoice {
  ScheduleAttr schedule;
  /// What limited each size, for the remark.
  std::vector<std::string> reasons;
};

/// The schedule of a product that a kernel of `target` takes: the only place
/// that chooses sizes. Reads register file and caches from the target and M, N,
/// K from the op; a dim known only at run time counts as large.
ScheduleChoice chooseSchedule(MatmulOp op, const NativeForm &form,
                              TargetAttr target);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_SCHEDULEMODEL_H
