/** Square, blue and grey: nobody shall take it for the broker, nor for the real ID-porten. */
export const idPortenStyleSheet = `
:root { color-scheme: light }
* { box-sizing: border-box }
body { margin: 0; background: #e9ecef; color: #16202b; font: 1.125rem/1.5 Georgia, "Times New Roman", serif }
aside { padding: .5rem 1rem; background: #ffd84d; color: #1d1600; font-weight: bold; text-align: center }
header { padding: 1rem; background: #1e3a5f; color: #fff; font-size: 1.25rem; text-align: center }
main { max-width: 34rem; margin: 2rem auto; padding: 1.5rem; background: #fff; border-top: 6px solid #1e3a5f }
h1 { margin: 0 0 1rem; font-size: 1.5rem; overflow-wrap: anywhere }
label { display: block; font-weight: bold }
small { display: block; color: #3b4754 }
input, select { width: 100%; min-height: 3rem; padding: .5rem; border: 2px solid #4a5a6b; background: #fff; color: inherit; font: inherit }
button { display: block; width: 100%; min-height: 3rem; margin: .75rem 0; border: 2px solid #1e3a5f; font: inherit; cursor: pointer }
button.main { background: #1e3a5f; color: #fff }
button.tile { background: #f4f7fa; color: #16202b; text-align: left; padding: .75rem 1rem }
button.quiet { background: #fff; color: #1e3a5f }
:focus-visible { outline: 3px solid #b35a00; outline-offset: 3px }
[role=alert] { padding: .75rem; border-left: 6px solid #9b1c1c; background: #fdeaea }
.words { font-size: 1.75rem; text-align: center }
details { margin-top: 1.5rem }
summary { min-height: 1.75rem; cursor: pointer }
`
