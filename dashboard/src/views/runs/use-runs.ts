import { useEffect, useState } from 'preact/hooks'
import { useSource } from '../../source/use-document.ts'
import { followRuns } from './follow.ts'
import { knownBefore, type KnownRuns } from './follower.ts'

/** The list, as it comes in and as it grows, for as long as the component is there. */
export function useRuns(): KnownRuns {
  const source = useSource()
  const [known, setKnown] = useState(() => knownBefore(source))
  useEffect(() => followRuns(source, setKnown), [source])
  return known
}
