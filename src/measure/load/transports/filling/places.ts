import { placeholdersIn } from '../../../../model/exchanges/placeholders.ts'

/** Placeholders of the input that stand where an exchange can't differ from the one before, one line each. */
export function misplacedInput(plan: unknown, allowed: RegExp): readonly string[] {
  return placeholdersIn(plan)
    .filter(({ source, at }) => source === 'input' && !allowed.test(at))
    .map(({ at, written }) => `${at}: ${written} can't stand here: it is the same in each exchange`)
}
