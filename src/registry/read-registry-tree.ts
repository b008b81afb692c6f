import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Problem } from '#config/problem.ts'
import type { EntityKind } from './entity-kind.ts'

/** One registry file, unread. */
export interface RegistryDocument {
  /** Path relative to the registry's folder, with `/`. */
  readonly file: string
  readonly kind: EntityKind
  readonly text: string
}

const kindOfFolder: Readonly<Record<string, EntityKind>> = {
  '': 'client',
  apis: 'api',
  organisations: 'organisation',
  delegations: 'delegation',
}
const allowedNames = '*.json, apis/*.json, organisations/*.json, delegations/*.json'

interface Tree {
  readonly documents: RegistryDocument[]
  readonly problems: Problem[]
}

/**
 * Reads every registry file under a folder. `schemas/`, `README.md` and names with a leading dot are nobody's entity;
 * anything else that is not a registry file is a problem, for a client that is silently left out is one that can't log in.
 */
export function readRegistryTree(dir: string): {
  readonly documents: RegistryDocument[]
  readonly problems: Problem[]
} {
  const tree: Tree = { documents: [], problems: [] }
  readFolder(dir, '', tree)
  return tree
}

function readFolder(dir: string, folder: string, tree: Tree): void {
  for (const name of listFolder(dir, folder, tree)) {
    const file = folder === '' ? name : `${folder}/${name}`
    if (name.startsWith('.') || name === 'README.md' || file === 'schemas') continue
    const path = join(dir, folder, name)
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
    if (isFolder && folder === '' && Object.hasOwn(kindOfFolder, name)) readFolder(dir, name, tree)
    else if (isFolder || !name.endsWith('.json')) {
      tree.problems.push({
        file,
        path: '',
        found: isFolder ? 'an unknown folder' : 'an unknown file',
        allowed: allowedNames,
      })
    } else readDocument(path, file, kindOfFolder[folder] ?? 'client', tree)
  }
}

function listFolder(dir: string, folder: string, tree: Tree): readonly string[] {
  try {
    return readdirSync(join(dir, folder)).sort()
  } catch (cause) {
    const file = folder === '' ? dir : folder
    tree.problems.push({ file, path: '', found: describeFailure(cause), allowed: 'a folder that can be read' })
    return []
  }
}

function readDocument(path: string, file: string, kind: EntityKind, tree: Tree): void {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path))
    tree.documents.push({ file, kind, text })
  } catch (cause) {
    tree.problems.push({
      file,
      path: '',
      found: describeFailure(cause),
      allowed: 'a file of UTF-8 text that can be read',
    })
  }
}

function describeFailure(cause: unknown): string {
  const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : undefined
  if (code === 'ENOENT') return 'nothing there'
  return typeof code === 'string' ? `what can't be read (${code})` : "what can't be read"
}
