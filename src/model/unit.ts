/** The unit of a metric's numbers. */
export type Unit = 'ns' | 'bytes' | 'perSecond' | 'percent' | 'count'
