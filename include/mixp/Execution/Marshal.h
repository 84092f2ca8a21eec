//===- Marshal.h - Host arrays to a function's arguments --------*- C++ -*-===//
#ifndef MIXP_EXECUTION_MARSHAL_H
#define MIXP_EXECUTION_MARSHAL_H

#include "mixp/Execution/Signature.h"

namespace mixp {

/// Checks an array against the type of an input and converts its elements to
/// the input's kind. Floats are rounded to the input's float type, as
/// HostTensor::setValue does; integers may
/// come in any integer type as long as each value fits. Anything else is an
/// error that names the input.
llvm::Expected<HostTensor> convertInput(const HostTensor &tensor,
                                        const Port &input);

/// Checks a shape against a type that may have dynamic dims.
llvm::Error checkShape(llvm::ArrayRef<int64_t> shape, const Port &port);

/// True if compiled code takes elements of this type packed: several to a byte,
/// row-major, lowest bits first, as a flat array of bytes.
bool isPackedType(mlir::Type elementType);

/// One element per byte -> the packed form of compiled code.
llvm::Expected<HostTensor> packElements(const HostTensor &tensor,
                                        mlir::Type type);

/// The packed form -> one element per byte, integers sign-extended unless
/// unsigned.
llvm::Expected<HostTensor> unpackElements(const HostTensor &packed,
                                          mlir::Type type,
                                          llvm::ArrayRef<int64_t> shape);

} // namespace mixp

#endif // MIXP_EXECUTION_MARSHAL_H
