import { type PageSource, Problem } from './source.ts'

/** A frozen page's own documents. @param text JSON of a `plimsoll/page@1` */
export function frozenSource(text: string): PageSource {
  const page = pageIn(text)
  const { documents, opens, writtenAt } = page
  return {
    kind: 'frozen',
    opens: typeof opens === 'string' ? opens : undefined,
    writtenAt: typeof writtenAt === 'string' ? writtenAt : undefined,
    names: Object.keys(documents),
    problem: page.problem,
    read: async (name) => {
      if (page.problem !== undefined) throw page.problem
      // Lists are in it once, whatever part of them is asked for.
      const found = documents[name] ?? documents[name.replace(/\?.*$/, '')]
      if (found !== undefined) return found
      throw new Problem({
        code: 'NOT_IN_THIS_REPORT',
        message: 'this report does not hold what was asked for',
        hint: 'plimsoll serve shows everything that the store holds.',
      })
    },
    watch: () => () => undefined,
  }
}

interface Page {
  readonly opens: unknown
  readonly writtenAt: unknown
  readonly documents: Readonly<Record<string, unknown>>
  readonly problem?: Problem
}

function pageIn(text: string): Page {
  try {
    const page: unknown = JSON.parse(text)
    if (isPage(page)) return page
  } catch {
    // Said below.
  }
  const problem = new Problem({
    code: 'REPORT_DAMAGED',
    message: 'the data in this report is cut off or damaged',
    hint: 'Write it again: plimsoll report --format html.',
  })
  return { opens: undefined, writtenAt: undefined, documents: {}, problem }
}

function isPage(page: unknown): page is Page {
  if (typeof page !== 'object' || page === null) return false
  const documents: unknown = Reflect.get(page, 'documents')
  return (
    Reflect.get(page, 'schema') === 'plimsoll/page@1' &&
    typeof documents === 'object' &&
    documents !== null
  )
}
