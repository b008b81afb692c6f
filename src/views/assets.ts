export function loadAssets(): ReadonlyMap<string, { body: Buffer; gzip: Buffer; contentType: string; etag: string }> { return new Map() }
