/** A method of an object whose type is not known here. */
type Method = (this: unknown, ...args: unknown[]) => unknown

/**
 * Has `first` called before a method of a prototype, with the object and the first argument. The method, its arguments
 * and what it returns stay as they are, whatever `first` does; without such a prototype or method nothing happens.
 */
export function precede(
  prototype: object | undefined,
  name: string,
  first: (self: object, argument: unknown) => void,
): void {
  if (prototype === undefined) return
  const property = Object.getOwnPropertyDescriptor(prototype, name)
  const original: unknown = property?.value
  if (property === undefined || typeof original !== 'function') return
  const method = original as Method
  function preceded(this: object, ...args: unknown[]): unknown {
    try {
      first(this, args[0])
    } catch {
      // It is only looked at: a library of another make goes on as if nobody looked.
    }
    return Reflect.apply(method, this, args)
  }
  Object.defineProperty(preceded, 'name', { value: method.name, configurable: true })
  Object.defineProperty(preceded, 'length', { value: method.length, configurable: true })
  Object.defineProperty(prototype, name, { ...property, value: preceded })
}

/** The prototype of a class. `undefined`: it is none. */
export function prototypeOf(candidate: unknown): object | undefined {
  if (typeof candidate !== 'function') return undefined
  const prototype: unknown = candidate.prototype
  return typeof prototype === 'object' && prototype !== null ? prototype : undefined
}
