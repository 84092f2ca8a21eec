//===- TileOrder.cpp - Which tile of the result comes when ----------------===//
#include "TileOrder.h"

using namespace mlir;
using namespace mixp;

TileOrder::TileOrder(KernelBuilder &b, GpuScheduleAttr schedule, Value m,
                     Value n)
    : schedule(schedule), rows(b.ceilDiv(m, schedule.getBlockM())),
      columns(b.ceilDiv(n, schedule.getBlockN())), total(b.mul(rows, columns)) {
}

std::pair<Value, Value> TileOrder::origin(KernelBuilder &b, Value index) const {
  Value perGroup = b.mul(columns, schedule.getGroupM());
  Value group = b.div(index, perGroup), inGroup = b.rem(index, perGroup);
  Value firstRow = b.mul(group, schedule.getGroupM());
  // The last group may have fewer rows.
  Value height = b.min(b.sub(rows, firstRow), b.constant(schedule.getGroupM()));
  Value row = b.add(firstRow, b.rem(inGroup, height));
  Value column = b.div(inGroup, height);
  return {b.mul(row, schedule.getBlockM()),
          b.mul(column, schedule.getBlockN())};
}
