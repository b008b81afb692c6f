/** Green on grey, in a double frame: nobody shall take it for the broker, nor for the real Commfides. */
export const commfidesStyleSheet = `
:root { color-scheme: light }
* { box-sizing: border-box }
body { margin: 0; background: #dfe7e2; color: #10231a; font: 1.125rem/1.5 Tahoma, Arial, sans-serif }
aside { padding: .5rem 1rem; background: #ffd84d; color: #1d1600; font-weight: bold; text-align: center }
header { padding: 1.5rem 1rem 0; color: #0d4a2b; font-size: 1.5rem; text-align: center }
main { max-width: 32rem; margin: 1rem auto 3rem; padding: 1.5rem; background: #fff; border: 3px double #0d4a2b }
h1 { margin: 0 0 1rem; font-size: 1.4rem; overflow-wrap: anywhere }
label { display: block; font-weight: bold }
small { display: block; color: #33503f }
input, select { width: 100%; min-height: 3rem; padding: .5rem .75rem; border: 2px solid #4a6b58; background: #fff; color: inherit; font: inherit }
button { display: block; width: 100%; min-height: 3rem; margin: .75rem 0; border: 2px solid #0d4a2b; border-radius: 0; font: inherit; cursor: pointer }
button.main { background: #0d4a2b; color: #fff }
button.tile { background: #eef5f1; color: #10231a }
button.quiet { background: #fff; color: #0d4a2b }
:focus-visible { outline: 3px solid #c2410c; outline-offset: 3px }
[role=alert] { padding: .75rem; background: #fdeaea }
.words { font-size: 1.75rem; text-align: center }
details { margin-top: 1.5rem }
summary { min-height: 1.75rem; cursor: pointer }
`
