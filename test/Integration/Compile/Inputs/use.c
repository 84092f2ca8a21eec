//===- use.c - calls a compiled model -------------------------------------===//
#include "scale.h"
#include <stdio.h>
#include <stdlib.h>

int main(void) {
  float x[6] = {1, 2, 3, 4, 5, 6}, bias[3] = {0.5f, -1, 2};
  float y[6] = {0}, total[3] = {0};
  int code = scale_run(x, 2, bias, y, 2, total);
  // CHECK: good 0: 2.5 3 8 8.5 9 14 | 1 -2 4
  printf("good %d: %g %g %g %g %g %g | %g %g %g\n", code, y[0], y[1], y[2],
         y[3], y[4], y[5], total[0], total[1], total[2]);
  // CHECK-NEXT: null 1 1
  printf("null %d %d\n", scale_run(NULL, 2, bias, y, 2, total),
         scale_run(x, 2, bias, y, 2, NULL));
  // CHECK-NEXT: empty 0
  printf("empty %d\n", scale_run(NULL, 0, bias, NULL, 0, total));
  // CHECK-NEXT: size 2 2 2
  printf("size %d %d %d\n", scale_run(x, -1, bias, y, 2, total),
         scale_run(x, INT64_MAX, bias, y, 2, total),
         scale_run(x, 2, bias, y, INT64_MIN, total));
  // CHECK-NEXT: alignment 3
  printf("alignment %d\n",
         scale_run((const float *)((const char *)x + 2), 1, bias, y, 1, total));
  // An output of another size is reported, and not written.
  y[0] = -7;
  // CHECK-NEXT: result 5 -7
  code = scale_run(x, 2, bias, y, 1, total);
  printf("result %d %g\n", code, y[0]);
  // An output may alias an input.
  // CHECK-NEXT: alias 0: 2.5 3 8 8.5 9 14
  code = scale_run(x, 2, bias, x, 2, total);
  printf("alias %d: %g %g %g %g %g %g\n", code, x[0], x[1], x[2], x[3], x[4],
         x[5]);
  return SCALE_OK;
}
