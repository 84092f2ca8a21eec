//===- CalibrationPasses.td - What activations are like ----*- tablegen -*-===//
#ifndef MIXP_DIALECT_MIXP_TRANSFORMS_CALIBRATIONPASSES_TD
#define MIXP_DIALECT_MIXP_TRANSFORMS_CALIBRATIONPASSES_TD

include "mlir/Pass/PassBase.td"

def InstrumentCalibrationPass
    : Pass<"mixp-instrument-calibration", "::mlir::ModuleOp"> {
  let summary = "append what calibration measures of operands to the results";
  let description = [{
    Static quantization needs the range of every operand over sample data, and
    passes on weights want to know what their products' rows are like. This pass
    makes a module that measures them by itself on any backend: it numbers the
    f32 `mixp.matmul` and `mixp.conv` ops (`mixp.calibration_id`) and returns,
    after a public function's own results, what `measure` names. With "range",
    which an empty list stands for, that is the smallest and the largest element
    of each operand that is no constant. A NaN in the operand is a NaN in both.

    ```mlir
    func.func @main(%x: tensor<?x3xf32>) -> tensor<?x5xf32> {
      ...
      %0 = mixp.matmul ins(%x, %w : ...
      return %0 : tensor<?x5xf32>
    }
    // becomes
    func.func @main(%x: tensor<?x3xf32>) -> (tensor<?x5xf32>,
        tensor<f32> {mixp.calibration_result = {id = 0 : i64, operand = "lhs", what = "min"}},
        tensor<f32> {mixp.calibration_result = {id = 0 : i64, operand = "lhs", what = "max"}}) {
      ...
      %0 = mixp.matmul ins(%x, %w : ...
      %1 = linalg.generic ... arith.minimumf
      %2 = linalg.generic ... arith.maximumf
      return %0, %1, %2 : tensor<?x5xf32>, tensor<f32>, tensor<f32>
    }
    ```

    The other names are about the rows x of the lhs of products without batch
    whose rhs is a constant, by the index k that is summed over: "range-along-k"
    (`min_along_k` and `max_along_k`, the least and the greatest x[k], from which
    ranges of groups follow: tensor<Kxf32>), "channel-max"
    (`channel_max`, max |x[k]|: tensor<Kxf32>), "mean" (`channel_sum`, the sum
    of x[k]: tensor<Kxf64>) and "gram" (`gram_sum`, the sum of x[k] * x[l]:
    tensor<KxKxf32>, by a `mixp.matmul` of x with itself). With any of the last
    three comes the number of rows (`rows`: tensor<i64>). Convolutions have rows once
    `mixp-decompose-conv` has run, which keeps their numbers.

    Below scf.for and scf.if the measure is that of all iterations and of the
    branch where it is taken: each of them returns it as one more result. What
    never ran leaves +inf and -inf, or 0 rows. Sums are in 64 bits then.
    Contractions in private functions or below other control flow are refused:
    inline first.

    ```mlir
    %0:3 = scf.for ... iter_args(%h = %start, %min = %inf, %max = %neg_inf) -> ... {
      %1 = mixp.matmul ins(%h, %w : ...
      %2 = linalg.generic ... // %min, or the smallest element of %h
      scf.yield %1, %2, %3 : tensor<2x3xf32>, tensor<f32>, tensor<f32>
    }
    ```
  }];
  let options = [
    ListOption<"measure", "measure", "std::string",
               "what to measure: range, range-along-k, channel-max, mean, gram">];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::math::MathDialect", "::mlir::scf::SCFDialect",
    "::mlir::tensor::TensorDialect"];
}

def ObserveContractionsPass
    : Pass<"mixp-observe-contractions", "::mlir::ModuleOp"> {
  let summary = "count the values of contractions' operands by size";
  let description = [{
    Calibrators other than the smallest and the largest value look at how the
    values of an operand are spread. This pass puts a `mixp.observe` with a
    histogram in front of each operand of a numbered f32 `mixp.matmul` or
    `mixp.conv` that has a range (`mixp.lhs_range`, `mixp.rhs_range`), under the
    label `<mixp.calibration_id>.lhs` or `.rhs`. On each side of 0 that has
    values there are 2048 parts of the largest magnitude, so that |x| has as
    many. `mixp-export-observations` then returns the counts.

    ```mlir
    %0 = mixp.matmul ins(%x, %w : ...) ... {mixp.calibration_id = 0 : i64,
           mixp.lhs_range = array<f32: -1.0, 3.0>}
    // becomes
    %1 = mixp.observe %x "0.lhs" histogram(4096) over [-3.0, 3.0] : tensor<?x3xf32>
    %0 = mixp.matmul ins(%1, %w : ...) ...
    ```

    Where the lhs has a range for each group along K (`mixp.lhs_range_group`),
    each group is observed by itself, a slice of the lhs, under the label
    `<mixp.calibration_id>.lhs.<group>`.

    An operand whose range is 0, or too wide for f32 to divide, is not counted.
  }];
  let dependentDialects = ["::mixp::MixpDialect",
                           "::mlir::tensor::TensorDialect"];
}

def ExportObservationsPass
    : Pass<"mixp-export-observations", "::mlir::ModuleOp"> {
  let summary = "return what mixp.observe records from the functions";
  let description = [{
    Makes a module that hands out its observations by itself on any backend, as
    results behind a function's own: for each `mixp.observe` the least and the
    greatest element, and the counts of its histogram. Two ops of one label give
    two sets of results; whoever runs the function several times merges them
    (least of the least, sum of the counts). The ops are gone afterwards.

    ```mlir
    func.func @main(%x: tensor<?x3xf32>) -> tensor<?x3xf32> {
      %0 = mixp.observe %x "input" histogram(4) over [-1.0, 1.0] : tensor<?x3xf32>
      return %0 : tensor<?x3xf32>
    }
    // becomes
    func.func @main(%x: tensor<?x3xf32>) -> (tensor<?x3xf32>,
        tensor<f32> {mixp.observation = {label = "input", what = "min"}},
        tensor<f32> {mixp.observation = {label = "input", what = "max"}},
        tensor<4xi32> {mixp.observation = {label = "input", over = array<f64: -1.0, 1.0>, what = "histogram"}}) {
      %1 = linalg.generic ... arith.minimumf
      %2 = linalg.generic ... arith.maximumf
      %3 = linalg.generic ... // the part of each element
      %4 = scf.for ... // counts them
      return %x, %1, %2, %4 : ...
    }
    ```

    Below scf.for and scf.if the records are those of all iterations and of the
    branch where it is taken; counts are i64 then. Observations in private
    functions or below other control flow are refused: inline first.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::math::MathDialect", "::mlir::scf::SCFDialect",
    "::mlir::tensor::TensorDialect"];
}

def StripObservationsPass : Pass<"mixp-strip-observations"> {
  let summary = "drop mixp.observe ops";
  let description = [{
    Compiled models record nothing: every `mixp.observe` is replaced by its
    input, with a remark that names the label. `mixp-export-observations` in
    front of this pass keeps the records as results.

    ```mlir
    %0 = mixp.observe %x "input" : tensor<?x3xf32>
    return %0 : tensor<?x3xf32>
    // becomes
    return %x : tensor<?x3xf32>
    ```
  }];
}

#endif // MIXP_DIALECT_MIXP_TRANSFORMS_CALIBRATIONPASSES_TD
