/**
 * How much more this side does than it should. The benchmark writes another percentage into the copy of the side that
 * is to be slower; nothing else differs.
 */
export const EXTRA_PERCENT: number = 0

/** Operations that an iteration does; `usual` is a multiple of 100, so that every percentage is a whole number of them. */
export const operations = (usual: number): number => usual + (usual * EXTRA_PERCENT) / 100
