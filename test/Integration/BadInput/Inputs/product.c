//===- product.c - Calls that fit and that do not -------------------------===//
#include "product.h"
#include <stdio.h>

static void multiply(int64_t k) {
  float a[3] = {1, 2, 3}, b[3] = {4, 5, 6}, c = 0;
  int code = product_run(a, 1, 3, b, k, 1, &c, 1, 1);
  if (code == PRODUCT_OK)
    printf("fits %d: %g\n", code, c);
  else
    printf("differs %d\n", code);
}

int main(void) {
  multiply(3);
  multiply(2);
  multiply(3);
  return 0;
}
