import { loadAssets } from '#src/views/assets.ts'
import type { Route } from './router.ts'

/** Style sheets, fonts and the icon, under names that change with their content: cached for good. */
export function assetRoutes(): readonly Route[] {
  return [...loadAssets()].map(([path, asset]) => ({
    method: 'GET',
    path,
    handle: (ctx) => {
      ctx.set('cache-control', 'public, max-age=31536000, immutable')
      ctx.set('vary', 'accept-encoding')
      ctx.type = asset.contentType
      ctx.set('etag', asset.etag)
      if (ctx.fresh) {
        ctx.status = 304
        return
      }
      if (ctx.acceptsEncodings('gzip', 'identity') === 'gzip') {
        ctx.set('content-encoding', 'gzip')
        ctx.body = asset.gzip
        return
      }
      ctx.body = asset.body
    },
  }))
}
