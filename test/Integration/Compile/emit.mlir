// The other kinds of files, and what the command line refuses.

// RUN: rm -rf %t && mkdir %t
// RUN: mixp compile %s --target=x86-64-v3 --emit=asm --name=m -o - | FileCheck %s --check-prefix=ASM
// ASM: m_run:
// RUN: mixp compile %s --target=x86-64-v3 --emit=llvm --name=m -o - | FileCheck %s --check-prefix=LLVM
// LLVM: define {{.*}}i32 @m_run(ptr {{.*}}%arg0, ptr {{.*}}%result0)
// RUN: mixp compile %s --target=x86-64-v3 --emit=object -o %t/emit.o
// RUN: llvm-nm --defined-only --extern-only %t/emit.o | FileCheck %s --check-prefix=OBJECT
// OBJECT: T emit_run
// RUN: FileCheck %s --check-prefix=HEADER < %t/emit.h
// HEADER: arg0: i4[5], several elements to a byte, lowest bits first
// HEADER: avx2 fma
// HEADER: int emit_run(const uint8_t *arg0,

// RUN: mixp compile %s --emit=asm -o %t/emit.s --dump-stages=%t/stages
// RUN: ls %t/stages/* | FileCheck %s --check-prefix=STAGES
// STAGES: 01-prepare.mlir

// RUN: not mixp compile %s --emit=exe -o %t/x 2>&1 | FileCheck %s --check-prefix=KIND
// KIND: mixp: error: --emit: expected object, shared, llvm or asm but got 'exe'
// RUN: not mixp compile %s 2>&1 | FileCheck %s --check-prefix=OUTPUT
// OUTPUT: mixp: error: expected one model and -o FILE
// RUN: not mixp compile %s --emit=object -o - 2>&1 | FileCheck %s --check-prefix=STDOUT
// STDOUT: mixp: error: -o -: only --emit=llvm and --emit=asm write text
// RUN: not mixp compile %s --name=a-b -o %t/x 2>&1 | FileCheck %s --check-prefix=NAME
// NAME: mixp: error: --name: expected a C identifier but got 'a-b'
// RUN: not mixp compile %s -o %t/absent/x.so 2>&1 | FileCheck %s --check-prefix=FOLDER
// FOLDER: mixp: error: {{.*}}absent/x.so
// RUN: not mixp compile %s --emt=asm -o %t/x 2>&1 | FileCheck %s --check-prefix=OPTION
// OPTION: mixp: error: unknown option '--emt'; did you mean '--emit'? (see mixp compile --help)
// RUN: not mixp compile %s --target=z80 -o %t/x 2>&1 | FileCheck %s --check-prefix=TARGET
// TARGET: z80

func.func @main(%x: tensor<5xi4>) -> tensor<5xi4> {
  return %x : tensor<5xi4>
}
