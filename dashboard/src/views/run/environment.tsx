import type { Run } from '../../../../src/model/run.ts'
import { formatQuantity } from '../../../../src/show/text/quantity.ts'
import { clip, visibleLine } from '../../../../src/show/text/visible.ts'
import { Facts } from '../../parts/facts.tsx'
import { hrefOf } from '../../routing/route.ts'

/** Longest text that is shown whole. */
const TEXT_LENGTH = 400

const text = (value: string): string => visibleLine(clip(value, TEXT_LENGTH))

/** Where a run happened, how fast and how busy the machine was, and what else a repetition needs to know. */
export function RunEnvironment({ run }: { readonly run: Run }) {
  const { environment, seed, mergedFrom } = run
  const { cpuModel, cores, memoryBytes, os, arch, kernel, node, v8, flags, ci } = environment
  const { aluNs, allocNs } = environment.calibration
  return (
    <Facts
      facts={[
        ['CPU', `${cores} × ${text(cpuModel)}`],
        ['Memory', formatQuantity(memoryBytes, 'bytes')],
        ['System', text(`${os} ${arch}, ${kernel}`)],
        ['Container', containerText(run)],
        ['Node.js', text(`${node}, V8 ${v8}`)],
        ['Flags', text(flags.join(' '))],
        ['CI', ci === null ? 'none' : text(ci)],
        ['Fingerprint', <code key="fingerprint">{text(environment.fingerprint)}</code>],
        [
          'Reference kernels',
          `arithmetic ${formatQuantity(aluNs, 'ns')}, allocation ${formatQuantity(allocNs, 'ns')}`,
        ],
        ['Machine load', loadText(run)],
        ['Seed', `${seed}`],
        [
          'Merged from',
          mergedFrom.length === 0 ? null : <MergedFrom key="merged" ids={mergedFrom} />,
        ],
      ]}
    />
  )
}

function containerText({ environment: { container } }: Run): string {
  if (container === null) return 'no limits'
  const { cpus, memoryBytes } = container
  return [
    cpus === null ? 'CPU without limit' : `${cpus} CPUs`,
    memoryBytes === null ? 'memory without limit' : formatQuantity(memoryBytes, 'bytes'),
  ].join(', ')
}

/** `0.31 before, 1.02 after; 0.4 % of the CPU time was taken by others`. */
function loadText({ environment: { load } }: Run): string {
  const { before, after, stealPercent } = load
  const stolen =
    stealPercent === null
      ? ''
      : `; the hypervisor gave ${stealPercent.toFixed(1)} % of the CPU time to others`
  return `${before.toFixed(2)} before, ${after.toFixed(2)} after${stolen}`
}

const MergedFrom = ({ ids }: { readonly ids: readonly string[] }) => (
  <>
    {ids.map((id, index) => (
      <>
        {index === 0 ? null : ', '}
        <a key={id} href={hrefOf(['runs', id])}>
          {text(id)}
        </a>
      </>
    ))}
  </>
)
