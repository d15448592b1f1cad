/** The function that is imported and called. */
export const increment = (value: number): number => value + 1
