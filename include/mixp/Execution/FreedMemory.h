//===- FreedMemory.h - malloc for repeated calls ----------------*- C++ -*-===//
#ifndef MIXP_EXECUTION_FREEDMEMORY_H
#define MIXP_EXECUTION_FREEDMEMORY_H

namespace mixp {

/// Makes this process keep the memory that it frees. Compiled code allocates
/// its intermediates on each call; glibc would hand large ones back to the
/// kernel, and the next call would fault in every page again (a quarter of the
/// time of the demo's model at batch 256). For programs that call compiled code
/// often: it changes malloc for the whole process. No effect without glibc.
void keepFreedMemory();

} // namespace mixp

#endif // MIXP_EXECUTION_FREEDMEMORY_H
