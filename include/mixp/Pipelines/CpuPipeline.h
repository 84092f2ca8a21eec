//===- CpuPipeline.h - mixp on tensors to LLVM, for CPUs --------*- C++ -*-===//
#ifndef MIXP_PIPELINES_CPUPIPELINE_H
#define MIXP_PIPELINES_CPUPIPELINE_H

#include "mlir/Pass/PassOptions.h"
#include "llvm/ADT/ArrayRef.h"
#include <string>

namespace mlir {
class OpPassManager;
} // namespace mlir

namespace mixp {

struct CpuPipelineOptions : mlir::PassPipelineOptions<CpuPipelineOptions> {
  Option<std::string> target{
      *this, "target",
      llvm::cl::desc("target to compile for where the module has no "
                     "`mixp.target`: a name that `mixp targets` lists, or the "
                     "path of a description"),
      llvm::cl::init("host")};
  Option<int64_t> threads{
      *this, "threads",
      llvm::cl::desc("threads that share each large product; 0: as many as "
                     "OpenMP has at run time"),
      llvm::cl::init(1)};
  Option<bool> outlineKernels{
      *this, "outline-kernels",
      llvm::cl::desc("compile equal products once, as a function that all of "
                     "them call"),
      llvm::cl::init(true)};
};

/// mixp, linalg, tensor, arith, math and scf on tensors -> LLVM dialect.
///
/// Each public function `f` of the result has a C interface
/// `_mlir_ciface_f(results *, arguments *...)` on memref descriptors with the
/// identity layout. Arguments are only read; results are malloc'ed and belong
/// to the caller. Unsigned elements arrive as bytes of the same width; a tensor
/// of a sub-byte type is a flattened 1-D memref of i8 (lowest bits first).
void buildCpuPipeline(mlir::OpPassManager &pm,
                      const CpuPipelineOptions &options);

/// The stages of buildCpuPipeline, in this order, each also registered on its
/// own as `mixp-cpu-<stage>-pipeline` so that a failure bisects by name.
void buildCpuPreparePipeline(mlir::OpPassManager &pm,
                             const CpuPipelineOptions &options);
void buildCpuPackPipeline(mlir::OpPassManager &pm,
                          const CpuPipelineOptions &options);
void buildCpuBufferizePipeline(mlir::OpPassManager &pm,
                               const CpuPipelineOptions &options);
void buildCpuVectorizePipeline(mlir::OpPassManager &pm,
                               const CpuPipelineOptions &options);
void buildCpuLowerPipeline(mlir::OpPassManager &pm,
                           const CpuPipelineOptions &options);

/// One stage, and the pipeline that it is by itself.
struct CpuStage {
  llvm::StringLiteral name, pipeline, description;
  void (*build)(mlir::OpPassManager &, const CpuPipelineOptions &);
};

/// The stages in their order.
llvm::ArrayRef<CpuStage> getCpuStages();

/// Registers `mixp-cpu-pipeline` and its stages.
void registerCpuPipelines();

} // namespace mixp

#endif // MIXP_PIPELINES_CPUPIPELINE_H
