import { resolve } from 'node:path'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { type HostMessage, META_KEY, STARTED_ANNOTATION, type TestMeasurement } from './protocol.ts'
import { saidError } from './said-errors.ts'

/** Turns what Vitest reports into messages. */

/** Where messages go. */
export type Tell = (message: HostMessage) => Promise<void>

/** A reporter that prints nothing. */
export function reporterTo(tell: Tell): Reporter {
  return {
    onTestModuleQueued: (module) => tell({ kind: 'loading', file: resolve(module.moduleId) }),
    onTestModuleEnd: (module) => tellModule(module, tell),
    onTestCaseReady: (test) =>
      tell({
        kind: 'test-started',
        test: test.fullName,
        timeoutMs: test.options.timeout ?? test.project.config.testTimeout,
      }),
    onTestCaseAnnotate: (_, { type, message }) =>
      type === STARTED_ANNOTATION
        ? tell({ kind: 'scenario-started', about: JSON.parse(message) as TestMeasurement })
        : undefined,
    onTestCaseResult: (test) => tell(finished(test)),
    onTestRunEnd: (_, unhandled) => {
      for (const error of unhandled) {
        void tell({ kind: 'broken', where: '', error: saidError(error) })
      }
    },
  }
}

function tellModule(module: TestModule, tell: Tell): void {
  const file = resolve(module.moduleId)
  const tests = [...module.children.allTests()].length
  for (const error of module.errors()) {
    const said = saidError(error)
    // With tests it could be loaded: a hook of the whole file broke.
    if (tests > 0) void tell({ kind: 'broken', where: '', error: said })
    else void tell({ kind: 'problem', file, message: said.message })
  }
  for (const suite of module.children.allSuites()) {
    for (const error of suite.errors()) {
      void tell({ kind: 'broken', where: suite.fullName, error: saidError(error) })
    }
  }
  void tell({ kind: 'loaded', file, tests })
}

function finished(test: TestCase): HostMessage {
  const { state, errors } = test.result()
  return {
    kind: 'test-finished',
    test: test.fullName,
    report: test.meta()[META_KEY],
    // A test that passed when it was tried again still has the errors of before.
    errors: state === 'failed' ? (errors ?? []).map((error) => saidError(error)) : [],
  }
}
