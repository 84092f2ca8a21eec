// A contraction of bytes, lowered by outer products, multiplies 32-bit lanes:
// no dot product instruction is found in it. mixp builds vpdpbusd and vpmaddwd
// itself (lib/Codegen/CPU/DotBuilder.cpp).
//
// RUN: mlir-opt %s \
// RUN:   --pass-pipeline='builtin.module(transform-interpreter,test-transform-dialect-erase-schedule,convert-vector-to-llvm,convert-arith-to-llvm,convert-func-to-llvm,reconcile-unrealized-casts)' \
// RUN:   | mlir-translate --mlir-to-llvmir | llc -mtriple=x86_64-linux -mcpu=sapphirerapids -o - | FileCheck %s

// CHECK-LABEL: contract:
// CHECK-NOT: vpdpbusd
// CHECK: vpmulld
// CHECK-NOT: vpdpbusd
func.func @contract(%lhs: vector<4x4xi8>, %rhs: vector<4x16xi8>, %acc: vector<4x16xi32>) -> vector<4x16xi32> {
  %a = arith.extsi %lhs : vector<4x4xi8> to vector<4x4xi32>
  %b = arith.extsi %rhs : vector<4x16xi8> to vector<4x16xi32>
  %0 = vector.contract {
    indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>],
    iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>
  } %a, %b, %acc : vector<4x4xi32>, vector<4x16xi32> into vector<4x16xi32>
  return %0 : vector<4x16xi32>
}

module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%root: !transform.any_op {transform.readonly}) {
    %0 = transform.structured.match ops{["func.func"]} in %root : (!transform.any_op) -> !transform.any_op
    transform.apply_patterns to %0 {
      transform.apply_patterns.vector.lower_contraction lowering_strategy = "outerproduct"
      transform.apply_patterns.vector.lower_outerproduct
      transform.apply_patterns.vector.lower_transpose
    } : !transform.any_op
    transform.yield
  }
}
