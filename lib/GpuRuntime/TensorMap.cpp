//===- TensorMap.cpp - The copy engine's rules ----------------------------===//
#include "GpuRuntime/TensorMap.h"

using namespace mixp;
using namespace mixp::gpurt;

MapElement gpurt::getMapElement(ElementType type) {
  switch (type) {
  case ElementType::F64:
    return MapElement::Float64;
  case ElementType::F32:
    return MapElement::Float32;
  case ElementType::F16:
    return MapElement::Float16;
  case ElementType::BF16:
    return MapElement::BFloat16;
  case ElementType::I64:
    return MapElement::Int64;
  case ElementType::I32:
    return MapElement::Int32;
  case ElementType::UI32:
    return MapElement::UInt32;
  // The engine has no signed 16 bits, and does no arithmetic on loads.
  case ElementType::I16:
  case ElementType::UI16:
    return MapElement::UInt16;
  case ElementType::F8E4M3FN:
  case ElementType::F8E5M2:
  case ElementType::I8:
  case ElementType::UI8:
  case ElementType::I4:
  case ElementType::UI4:
  case ElementType::I1:
    break;
  }
  return MapElement::UInt8;
}

unsigned gpurt::getByteWidth(MapElement element) {
  switch (element) {
  case MapElement::UInt8:
    return 1;
  case MapElement::UInt16:
  case MapElement::Float16:
  case MapElement::BFloat16:
    return 2;
  case MapElement::UInt32:
  case MapElement::Int32:
  case MapElement::Float32:
    return 4;
  case MapElement::UInt64:
  case MapElement::Int64:
  case MapElement::Float64:
    break;
  }
  return 8;
}

static std::string number(uint64_t value) { return std::to_string(value); }

static Status checkDim(const TensorMap &map, unsigned dim) {
  std::string place = "dim #" + number(dim) + " of a tensor map";
  if (map.dims[dim] == 0 || map.dims[dim] > (uint64_t(1) << 32))
    return Status::badInput("expected " + place + " to be 1 to 2^32 but got " +
                            number(map.dims[dim]));
  if (map.box[dim] == 0 || map.box[dim] > 256)
    return Status::badInput("expected the box in " + place +
                            " to be 1 to 256 but got " + number(map.box[dim]));
  if (dim == 0)
    return Status::ok();
  uint64_t stride = map.strides[dim - 1];
  if (stride == 0 || stride % 16 != 0 || stride >= uint64_t(1) << 40)
    return Status::badInput("expected the stride of " + place +
                            " to be a multiple of 16 bytes below 2^40 but "
                            "got " +
                            number(stride));
  return Status::ok();
}

static Status checkSwizzle(const TensorMap &map) {
  unsigned span = map.swizzle;
  if (span != 0 && span != 32 && span != 64 && span != 128)
    return Status::badInput("expected a swizzle of 0, 32, 64 or 128 bytes but "
                            "got " +
                            number(span));
  uint64_t inner = uint64_t(map.box[0]) * getByteWidth(map.element);
  if (inner % 16 != 0)
    return Status::badInput("expected the innermost dim of a box to be a "
                            "multiple of 16 bytes but got " +
                            number(inner));
  if (span != 0 && inner > span)
    return Status::badInput("expected the innermost dim of a box to be at "
                            "most the swizzle's " +
                            number(span) + " bytes but got " + number(inner));
  return Status::ok();
}

Status gpurt::checkTensorMap(const TensorMap &map) {
  if (map.rank < 1 || map.rank > 5)
    return Status::badInput("expected a tensor map of rank 1 to 5 but got " +
                            number(map.rank));
  if (map.base == 0 || map.base % 16 != 0)
    return Status::badInput("expected a tensor map of memory at a multiple of "
                            "16 bytes but got address " +
                            number(map.base));
  for (unsigned dim = 0; dim < map.rank; ++dim)
    if (Status status = checkDim(map, dim); status.failed())
      return status;
  unsigned promotion = map.l2Promotion;
  if (promotion != 0 && promotion != 64 && promotion != 128 && promotion != 256)
    return Status::badInput("expected an L2 promotion of 0, 64, 128 or 256 "
                            "bytes but got " +
                            number(promotion));
  return checkSwizzle(map);
}
