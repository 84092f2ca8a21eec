//===- DeviceOps.cpp - Copies and launches of a module --------------------===//
#include "mixp/Codegen/GPU/DeviceOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Iterators.h"

using namespace mlir;
using namespace mixp;

DeviceOps mixp::collectDeviceOps(ModuleOp module) {
  DeviceOps ops;
  // What makes a value comes before what takes it, also across branches.
  module.walk<WalkOrder::PreOrder, ForwardDominanceIterator<>>(
      [&](Operation *op) {
        if (auto up = dyn_cast<ToDeviceOp>(op))
          ops.up.push_back(up);
        else if (auto launch = dyn_cast<LaunchOp>(op))
          ops.launches.push_back(launch);
        else if (auto back = dyn_cast<ToHostOp>(op))
          ops.back.push_back(back);
        else
          return;
        ops.all.push_back(op);
      });
  return ops;
}
