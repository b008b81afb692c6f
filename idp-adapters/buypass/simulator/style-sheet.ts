/** Dark red, with a broad edge to the left: nobody shall take it for the broker, nor for the real Buypass. */
export const buypassStyleSheet = `
:root { color-scheme: light }
* { box-sizing: border-box }
body { margin: 0; background: #f6efe9; color: #2a1512; font: 1.125rem/1.5 Verdana, Geneva, sans-serif }
aside { padding: .5rem 1rem; background: #ffd84d; color: #1d1600; font-weight: bold; text-align: center }
header { padding: 1.5rem 1rem 0; color: #6d1a1a; font-size: 1.5rem; text-align: center }
main { max-width: 26rem; margin: 1rem auto 3rem; padding: 1.5rem; background: #fff; border-left: 12px solid #6d1a1a }
h1 { margin: 0 0 1rem; font-size: 1.4rem; overflow-wrap: anywhere }
label { display: block; font-weight: bold }
small { display: block; color: #5a4038 }
input, select { width: 100%; min-height: 3rem; padding: .5rem .75rem; border: 2px solid #7a5a50; border-radius: .25rem; background: #fff; color: inherit; font: inherit }
button { display: block; width: 100%; min-height: 3rem; margin: .75rem 0; border: 2px solid #6d1a1a; border-radius: .25rem; font: inherit; cursor: pointer }
button.main { background: #6d1a1a; color: #fff }
button.tile { background: #fbf1ee; color: #2a1512 }
button.quiet { background: #fff; color: #6d1a1a }
:focus-visible { outline: 3px solid #0b5394; outline-offset: 3px }
[role=alert] { padding: .75rem; background: #fdeaea }
.words { font-size: 1.75rem; text-align: center }
details { margin-top: 1.5rem }
summary { min-height: 1.75rem; cursor: pointer }
`
