//===- DeviceType.td - Values on a GPU ---------------------*- tablegen -*-===//
#ifndef MIXP_DIALECT_MIXP_IR_DEVICETYPE_TD
#define MIXP_DIALECT_MIXP_IR_DEVICETYPE_TD

include "mixp/Dialect/Mixp/IR/MixpDialect.td"
include "mixp/Target/GpuTargetAttrs.td"
include "mlir/IR/AttrTypeBase.td"

def Mixp_DeviceType : TypeDef<Mixp_Dialect, "Device"> {
  let mnemonic = "device";
  let summary = "a tensor in a GPU's memory";
  let description = [{
    What mixp.to_device and mixp.launch give, mixp.launch and mixp.to_host take.
    Values are never changed; no op of the host takes one, so that what crosses
    over to the host does so by a mixp.to_host.

    The tensor lies on the device row by row, each row at a multiple of 16 bytes;
    with `transposed` its last two dims are exchanged, with `rounded` its elements
    are rounded to tf32. `fragments` is another layout altogether.

    ```mlir
    !mixp.device<tensor<7x64xf16>>
    !mixp.device<tensor<?x9xf32>, transposed = true, rounded = true>
    ```
  }];
  let parameters = (ins
    "::mlir::RankedTensorType":$tensor,
    DefaultValuedParameter<"bool", "false">:$transposed,
    DefaultValuedParameter<"bool", "false">:$rounded,
    OptionalParameter<"::mixp::FragmentsAttr">:$fragments);
  let assemblyFormat = [{
    `<` $tensor (`,` struct($transposed, $rounded, $fragments)^)? `>`
  }];
  let builders = [TypeBuilderWithInferredContext<(ins
    "::mlir::RankedTensorType":$tensor), [{
      return $_get(tensor.getContext(), tensor, false, false, FragmentsAttr());
  }]>];
  let genVerifyDecl = 1;
  let extraClassDeclaration = [{
    /// Whether a copy of `other` could take this value's place: equal layouts
    /// of equal elements, and sizes that may be equal.
    bool isLaidOutAs(DeviceType other) const;
    /// Rows as the host has them, but for padding.
    bool isPlain() const {
      return !getTransposed() && !getRounded() && !getFragments();
    }
  }];
}

#endif // MIXP_DIALECT_MIXP_IR_DEVICETYPE_TD
