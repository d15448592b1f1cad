/**
 * OSC 1.0, as far as a voltage needs it (https://opensoundcontrol.stanford.edu/spec-1_0.html): an address, the type tag
 * `,f`, and a 32-bit float, big-endian; texts end with a zero and fill up to four bytes.
 */

const HEADS = new Map<number, Buffer>()
const FLOAT_BYTES = 4

/** `/cv/<channel>` with a voltage. @returns bytes of its own */
export function encodeVoltage(channel: number, volts: number): Buffer {
  const head = headOf(channel)
  const packet = Buffer.allocUnsafe(head.length + FLOAT_BYTES)
  head.copy(packet)
  packet.writeFloatBE(volts, head.length)
  return packet
}

/** All but the float is the same each time. */
function headOf(channel: number): Buffer {
  const known = HEADS.get(channel)
  if (known !== undefined) return known
  const made = Buffer.concat([oscText(`/cv/${channel}`), oscText(',f')])
  HEADS.set(channel, made)
  return made
}

function oscText(text: string): Buffer {
  const bytes = Buffer.alloc((Math.floor(text.length / 4) + 1) * 4)
  bytes.write(text, 'ascii')
  return bytes
}
