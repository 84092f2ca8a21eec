// RUN: not mixp-opt %s --mixp-auto-cast=policy=matmul 2>&1 | FileCheck %s --check-prefix=POLICY
// RUN: not mixp-opt %s --mixp-auto-cast=type=f8E5M2 2>&1 | FileCheck %s --check-prefix=TYPE

// POLICY: error: expected a policy of none, matmult or all but got 'matmul'
// TYPE: error: expected a type of bf16, f16, tf32 or f8E4M3 but got 'f8E5M2'
func.func @empty() {
  return
}
