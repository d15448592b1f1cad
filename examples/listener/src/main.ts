/**
 * Listens to a WAV file, by default the conversation beside this code, and prints who said what.
 *
 *   node examples/listener/src/main.ts [file.wav]
 */
import { readFile } from 'node:fs/promises'
import { loadConversation } from './conversation.ts'
import { createListener } from './pipeline.ts'
import { startLocalRecogniser } from './recogniser/local.ts'

const conversation = await loadConversation()
const file = process.argv[2]
const wav = file === undefined ? conversation.wav : await readFile(file)
const recogniser = await startLocalRecogniser(conversation)
try {
  const lines = await createListener({ url: recogniser.url }).listen(wav)
  for (const { startMs, speaker, text } of lines) {
    process.stdout.write(`${(startMs / 1000).toFixed(1).padStart(5)} s  ${speaker}: ${text}\n`)
  }
} finally {
  await recogniser.close()
}
