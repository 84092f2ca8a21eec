"""All mistakes that are seeded."""

import copies
import epilogue
import products
import rings
import splits
import stores
import unobserved
import wgmma

MUTATIONS = [
    *copies.MUTATIONS,
    *products.MUTATIONS,
    *epilogue.MUTATIONS,
    *rings.MUTATIONS,
    *splits.MUTATIONS,
    *stores.MUTATIONS,
    *wgmma.MUTATIONS,
]
UNOBSERVED = unobserved.MUTATIONS
