import { localTimeText } from './time-text.ts'

/** A moment in the reader's own time; as the record has it on hovering. */
export const Time = ({ iso }: { readonly iso: string }) => (
  <time dateTime={iso} title={iso}>
    {localTimeText(iso)}
  </time>
)
