import { readFile } from 'node:fs/promises'
import type { Span } from './span.ts'

/** One word of a script, timed from the beginning of the recording. */
export interface ScriptWord extends Span {
  readonly text: string
}

/** One uninterrupted stretch of speech by one voice. */
export interface Utterance extends Span {
  /** Who speaks, by the name of the voice. */
  readonly speaker: string
  readonly text: string
  readonly words: readonly ScriptWord[]
}

/** What is said in a recording: its ground truth. */
export interface Script {
  readonly utterances: readonly Utterance[]
}

/** A recording and what is said in it. */
export interface Conversation {
  /** The bytes of the WAV file. */
  readonly wav: Uint8Array
  readonly script: Script
}

/** The conversation that is checked in beside this code; `audio/make.ts` made it. */
export async function loadConversation(): Promise<Conversation> {
  const folder = new URL('../audio/', import.meta.url)
  const [wav, script] = await Promise.all([
    readFile(new URL('conversation.wav', folder)),
    readFile(new URL('conversation.json', folder), 'utf8'),
  ])
  return { wav, script: JSON.parse(script) as Script }
}
