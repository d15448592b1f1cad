import type { FrozenPage } from '../../model/page.ts'
import type { Renderer, ReportInput, ReportPage } from '../../model/ports.ts'

/** Where the built page has its place for documents (dashboard/index.html). */
const PLACE = '<!--plimsoll-page-->'

/** One file that shows a run as the live page does, and loads nothing. */
export const htmlRenderer: Renderer = {
  format: 'html',
  fileName: 'report.html',
  render: ({ run, comparison, findings = [], page }: ReportInput): string => {
    if (page === undefined) throw new TypeError('a page is made of the built one')
    return freeze(page.template, frozenPage({ run, comparison, findings, page }))
  },
}

/** The built page, with these documents in it. */
function freeze(template: string, page: FrozenPage): string {
  const data = `<script type="application/json" id="plimsoll-page">${scriptSafe(page)}</script>`
  // A function: `$&` in a text is no pattern.
  return template.replace(PLACE, () => data)
}

/** JSON that ends no script element, and begins no comment: `<` is written as its escape. */
const scriptSafe = (page: FrozenPage): string =>
  JSON.stringify(page).replace(/[<\u2028\u2029]/g, escaped)

const escaped = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

type Shown = Required<Pick<ReportInput, 'run' | 'comparison' | 'findings'>> & {
  readonly page: ReportPage
}

function frozenPage({ run, comparison, findings, page }: Shown): FrozenPage {
  const judged = {
    schema: 'plimsoll/judged@1' as const,
    run: run.id,
    comparison: comparison ?? null,
    findings,
  }
  return {
    schema: 'plimsoll/page@1',
    writtenAt: page.writtenAt,
    opens: `/runs/${run.id}`,
    documents: {
      ...page.documents,
      [`runs/${run.id}`]: run,
      [`runs/${run.id}/judged`]: judged,
      ...(comparison === undefined
        ? {}
        : { [`comparisons/${run.id}/${comparison.baseline.run}`]: comparison }),
    },
  }
}
