// RUN: mixp-opt %s --mixp-resolve-gpu-target=target=sm_80 --mixp-select-gpu-schedule --remarks-filter=mixp-gpu 2>&1 | FileCheck %s --check-prefixes=CHECK,SM80
// RUN: mixp-opt %s --mixp-resolve-gpu-target=target=sm_75 --mixp-select-gpu-schedule --remarks-filter=mixp-gpu 2>&1 | FileCheck %s --check-prefixes=CHECK,SM75

// CHECK: [Passed] mixp-gpu-001 | Category:mixp-gpu | Function=taken | Instruction=mma_sync, Reason="tensor cores take the product"
func.func @taken(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>)
         outs(%c : tensor<7x9xf32>) -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// fp8 has instructions from sm_89 on.
// CHECK: [Missed] mixp-gpu-101 {{.*}}Function=type | Reason="no instruction of the GPU multiplies these types, so the product stays on the host"
func.func @type(%a: tensor<7x64xf8E4M3FN>, %b: tensor<64x9xf8E4M3FN>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf8E4M3FN>, tensor<64x9xf8E4M3FN>)
         outs(%c : tensor<7x9xf32>) -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// No instruction mixes these.
// CHECK: [Missed] mixp-gpu-101 {{.*}}Function=type_mixed
func.func @type_mixed(%a: tensor<7x64xf16>, %b: tensor<64x9xbf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xbf16>)
         outs(%c : tensor<7x9xf32>) -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// mixp-decompose-for-gpu has not run, or could not take the scales away.
// CHECK: [Missed] mixp-gpu-102 {{.*}}Function=scales | Reason="no kernel for the GPU applies these scales or zero points, so the product stays on the host"
func.func @scales(%a: tensor<7x64xi8>, %b: tensor<64x9xi8>, %s: tensor<2x9xf32>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xi8>, tensor<64x9xi8>) rhs_scale(%s : tensor<2x9xf32>) rhs_block [32, 1]
         outs(%c : tensor<7x9xf32>) -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// CHECK: [Missed] mixp-gpu-102 {{.*}}Function=zero_point
func.func @zero_point(%a: tensor<7x64xi8>, %b: tensor<64x9xi8>, %z: tensor<1x1xi32>, %c: tensor<7x9xi32>) -> tensor<7x9xi32> {
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xi8>, tensor<64x9xi8>) lhs_zero_point(%z : tensor<1x1xi32>)
         outs(%c : tensor<7x9xi32>) -> tensor<7x9xi32>
  return %0 : tensor<7x9xi32>
}

// CHECK: [Missed] mixp-gpu-103 {{.*}}Function=sparse | Reason="no kernel for the GPU multiplies sparse operands, so the product stays on the host"
func.func @sparse(%a: tensor<7x32xf16>, %b: tensor<64x9xf16>, %i: tensor<7x32xi2>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<7x32xf16>, tensor<64x9xf16>) lhs_metadata(%i : tensor<7x32xi2>)
         outs(%c : tensor<7x9xf32>) -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// The remedy is one only where the GPU knows tf32.
// SM80: [Missed] mixp-gpu-104 {{.*}}Function=precision | Reason="tensor cores have no f32 products, so the product stays on the host; precision(tf32) lets it go there"
// SM75: [Missed] mixp-gpu-101 {{.*}}Function=precision |
func.func @precision(%a: tensor<7x64xf32>, %b: tensor<64x9xf32>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf32>, tensor<64x9xf32>)
         outs(%c : tensor<7x9xf32>) -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// SM80: [Passed] mixp-gpu-001 {{.*}}Function=precision_tf32 |
// SM75: [Missed] mixp-gpu-101 {{.*}}Function=precision_tf32 |
func.func @precision_tf32(%a: tensor<7x64xf32>, %b: tensor<64x9xf32>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf32>, tensor<64x9xf32>) precision(tf32)
         outs(%c : tensor<7x9xf32>) -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// Nothing is known of these zero points, and f16 holds integers to 2048 only.
// CHECK: [Missed] mixp-gpu-121 {{.*}}Function=weights_zero_point | Reason="lhs's type may not hold all differences of weights and zero points, so the product stays on the host"
func.func @weights_zero_point(%a: tensor<7x64xf16>, %b: tensor<64x9xi8>, %z: tensor<1x9xi32>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xi8>) rhs_zero_point(%z : tensor<1x9xi32>)
         outs(%c : tensor<7x9xf32>) -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}
