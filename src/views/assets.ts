import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** One file that a page refers to. Its address holds a hash of its content, so it may be cached for good. */
export interface Asset {
  readonly body: Buffer
  /** Made at the first request for it. */
  readonly gzip: Buffer
  readonly contentType: string
  /** Strong entity tag, with its quotes (RFC 9110 section 8.8.3). */
  readonly etag: string
}

/** What a page links to, by the plain name of the file. */
export type AssetName = (typeof files)[number]

/** Fonts stand before `pages.css`, which names them. The style sheets are linked in this order. */
const files = [
  'inter-latin.woff2',
  'inter-latin-ext.woff2',
  'icon.svg',
  'theme.css',
  'designsystemet.css',
  'pages.css',
  'admin.css',
] as const

const contentTypes: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
}

/** Hexadecimal digits of SHA-256 in an address: enough that two versions of one file never share it. */
const hashDigits = 12

interface LoadedAsset {
  readonly path: string
  readonly asset: Asset
}

let loaded: ReadonlyMap<AssetName, LoadedAsset> | undefined

/** Every asset by its path, `/assets/<name>.<hash>.<ext>`. Reads the files once. @throws {Error} when one is missing. */
export function loadAssets(): ReadonlyMap<string, Asset> {
  return new Map([...allAssets().values()].map(({ path, asset }) => [path, asset]))
}

/** The address of one asset, for a page. */
export function assetPath(name: AssetName): string {
  const found = allAssets().get(name)
  if (found === undefined) throw new Error(`no asset ${name}`)
  return found.path
}

function allAssets(): ReadonlyMap<AssetName, LoadedAsset> {
  loaded ??= readAll()
  return loaded
}

function readAll(): ReadonlyMap<AssetName, LoadedAsset> {
  const assets = new Map<AssetName, LoadedAsset>()
  for (const name of files) {
    const raw = readFileSync(fileOf(name))
    const body = name === 'pages.css' ? withAddresses(raw, assets) : raw
    const hash = createHash('sha256').update(body).digest('hex').slice(0, hashDigits)
    const dot = name.lastIndexOf('.')
    const extension = name.slice(dot + 1)
    assets.set(name, {
      path: `/assets/${name.slice(0, dot)}.${hash}.${extension}`,
      asset: assetOf(body, extension, hash),
    })
  }
  return assets
}

/** The design system's sheet comes from its package as it is; everything else is ours. */
function fileOf(name: AssetName): string {
  if (name !== 'designsystemet.css') return join(import.meta.dirname, 'assets', name)
  return createRequire(import.meta.url).resolve('@digdir/designsystemet-css')
}

/** `url(inter-latin.woff2)` → `url(/assets/inter-latin.<hash>.woff2)`. */
function withAddresses(sheet: Buffer, assets: ReadonlyMap<AssetName, LoadedAsset>): Buffer {
  let text = sheet.toString('utf8')
  for (const [name, { path }] of assets) text = text.replaceAll(`url(${name})`, `url(${path})`)
  return Buffer.from(text)
}

function assetOf(body: Buffer, extension: string, hash: string): Asset {
  let gzip: Buffer | undefined
  return {
    body,
    get gzip() {
      gzip ??= gzipSync(body, { level: 9 })
      return gzip
    },
    contentType: contentTypes[extension] ?? 'application/octet-stream',
    etag: `"${hash}"`,
  }
}
