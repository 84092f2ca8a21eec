//===- InPlaceWindows.h - Windows that a kernel reads itself ----*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_INPLACEWINDOWS_H
#define MIXP_LIB_CODEGEN_CPU_INPLACEWINDOWS_H

#include "NativeForm.h"

namespace mixp {

/// The windows that are all of the lhs of `op` and nothing else's; null where
/// there are none.
WindowsOp findWindows(MatmulOp op);

/// The sizes of the dims along K that the windows have in memory, neighbours
/// that are one run merged. Dynamic where that is not known.
llvm::SmallVector<int64_t> getWindowRuns(WindowsOp windows);

/// Why no kernel of `form` should read `windows` in place, in blocks of `kc`
/// steps along K (0: one block); empty where one should.
llvm::StringRef findInPlaceObstacle(MatmulOp op, WindowsOp windows,
                                    const NativeForm &form, TargetAttr target,
                                    int64_t kc);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_INPLACEWINDOWS_H
