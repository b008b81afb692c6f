/** Square and petrol: nobody shall take it for the broker, nor for a real hospital. */
export const hospitalAdfsStyleSheet = `
:root { color-scheme: light }
* { box-sizing: border-box }
body { margin: 0; background: #dfe9ea; color: #10262a; font: 1.0625rem/1.5 Georgia, "Times New Roman", serif }
aside { padding: .5rem 1rem; background: #ffd84d; color: #1d1600; font-weight: bold; text-align: center }
header { padding: 1rem; background: #14434b; color: #fff; font-size: 1.25rem }
main { max-width: 30rem; margin: 0 auto 3rem; padding: 1.5rem; background: #fff }
h1 { margin: 0 0 1rem; font-size: 1.4rem; overflow-wrap: anywhere }
label { display: block; font-weight: bold }
small { display: block; color: #3c5257 }
input, select { width: 100%; min-height: 2.75rem; padding: .5rem; border: 2px solid #4b666b; background: #fff; color: inherit; font: inherit }
button { display: block; width: 100%; min-height: 2.75rem; margin: .5rem 0; border: 2px solid #14434b; font: inherit; cursor: pointer }
button.main { background: #14434b; color: #fff }
button.tile { background: #eef5f5; color: #10262a }
button.quiet { background: #fff; color: #14434b }
:focus-visible { outline: 3px solid #c2410c; outline-offset: 3px }
[role=alert] { padding: .75rem; background: #fdeaea }
.words { font-size: 1.75rem; text-align: center }
details { margin-top: 1.5rem }
summary { min-height: 1.75rem; cursor: pointer }
`
