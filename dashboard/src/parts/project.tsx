import { type ComponentChildren, createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { PageProject } from '../../../src/model/page.ts'
import { readProject } from '../source/documents.ts'
import { useDocument } from '../source/use-document.ts'

const ProjectContext = createContext<PageProject | undefined>(undefined)

/** Asks once whose page it is, for everything below. */
export function ProjectProvider({ children }: { readonly children: ComponentChildren }) {
  const project = useDocument('project', readProject)
  return (
    <ProjectContext.Provider value={project.state === 'ready' ? project.document : undefined}>
      {children}
    </ProjectContext.Provider>
  )
}

/** Whose page it is; `undefined` until it is known. */
export const useProject = (): PageProject | undefined => useContext(ProjectContext)
