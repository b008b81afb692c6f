import type { Color, Pieces } from './pieces.ts'

/** A field of a form. `error` stands beside it and in the summary above the form. */
export interface Field {
  readonly name: string
  readonly label: string
  readonly note?: string | undefined
  readonly error?: string | undefined
  readonly input:
    | {
        readonly kind: 'text' | 'search' | 'date' | 'datetime-local'
        readonly value: string
        readonly isRequired?: boolean
        readonly isNumeric?: boolean
      }
    | {
        readonly kind: 'area'
        readonly value: string
        readonly rows: number
        readonly isCode?: boolean
        readonly isRequired?: boolean
      }
    | { readonly kind: 'select'; readonly value: string; readonly options: readonly Option[] }
    | { readonly kind: 'checks'; readonly values: readonly string[]; readonly options: readonly Option[] }
    | { readonly kind: 'check'; readonly isChecked: boolean }
}

export interface Option {
  readonly value: string
  readonly label: string
}

export interface FormBlock {
  readonly kind: 'form'
  readonly method: 'get' | 'post'
  readonly action: string
  readonly fields: readonly Field[]
  readonly hidden?: Readonly<Record<string, string>>
  readonly buttons: readonly {
    readonly text: string
    /** Read aloud after the text, where several buttons of a page say the same. */
    readonly about?: string
    readonly name?: string
    readonly value?: string
    readonly variant?: 'secondary' | 'tertiary'
    readonly color?: 'danger'
  }[]
  /** Fields side by side, for filters. */
  readonly isRow?: boolean
  /** Heading of the list of what is wrong, when a field has an error. */
  readonly errorHeading?: string
  /** Errors that belong to no field. */
  readonly errors?: readonly string[]
}

export interface TableBlock {
  readonly kind: 'table'
  /** Read aloud, and not shown: the heading above says it to everybody else. */
  readonly caption: string
  readonly columns: readonly string[]
  /** The first cell names the row. */
  readonly rows: readonly (readonly Pieces[])[]
  /** Said in place of a table without rows. */
  readonly empty: string
}

/** A drawing of who calls what, made for one width. */
export interface Drawing {
  readonly size: 'wide' | 'narrow'
  readonly width: number
  readonly height: number
  readonly nodes: readonly {
    readonly x: number
    readonly y: number
    readonly width: number
    readonly text: string
    readonly kind: 'client' | 'api'
  }[]
  readonly lines: readonly { readonly path: string; readonly status: string }[]
}

export type Block =
  | { readonly kind: 'paragraph'; readonly pieces: Pieces; readonly isLead?: boolean }
  | {
      readonly kind: 'alert'
      readonly color: Exclude<Color, 'neutral'>
      readonly heading?: string
      readonly lines: readonly Pieces[]
    }
  | { readonly kind: 'section'; readonly id: string; readonly heading: string; readonly blocks: readonly Block[] }
  | { readonly kind: 'facts'; readonly rows: readonly { readonly label: string; readonly pieces: Pieces }[] }
  | { readonly kind: 'list'; readonly items: readonly Pieces[] }
  | { readonly kind: 'pre'; readonly label: string; readonly text: string }
  | { readonly kind: 'details'; readonly summary: string; readonly blocks: readonly Block[] }
  | {
      readonly kind: 'diff'
      /** Two versions side by side, of which neither has given way to the other. */
      readonly isComparison: boolean
      readonly rows: readonly DiffRow[]
      readonly words: {
        readonly member: string
        readonly before: string
        readonly after: string
        readonly caption: string
      }
    }
  | {
      readonly kind: 'graph'
      readonly title: string
      readonly description: string
      readonly drawings: readonly Drawing[]
      readonly legend: readonly { readonly status: string; readonly text: string }[]
    }
  | {
      readonly kind: 'pager'
      readonly label: string
      readonly links: readonly { readonly text: string; readonly href: string }[]
    }
  | {
      readonly kind: 'actions'
      readonly links: readonly { readonly text: string; readonly href: string; readonly variant?: 'secondary' }[]
    }
  | FormBlock
  | TableBlock

/** One member of a document as it was and as it is. */
export interface DiffRow {
  readonly member: string
  readonly before: string
  readonly after: string
}
