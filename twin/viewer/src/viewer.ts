// The file the page names. It holds nothing, so that no chunk asks for it under a second name.
void import("./main");
