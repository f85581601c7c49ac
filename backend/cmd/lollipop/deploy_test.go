package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const deployed = "../../../deploy"

// deployFiles are deploy/'s files by their path in it.
func deployFiles(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(os.DirFS(deployed), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(filepath.Join(deployed, path))
		all[path] = string(raw)
		return err
	})
	if err != nil || len(all) < 15 {
		t.Fatalf("deploy/ has %d files: %v", len(all), err)
	}
	return all
}

// A setting that the program does not know stops it: nothing in deploy/ names one.
func TestDeployNamesNoSettingThatDoesNotExist(t *testing.T) {
	setting := regexp.MustCompile(`LOLLIPOP_[A-Z_]*[A-Z]`)
	seen := 0
	for path, text := range deployFiles(t) {
		for _, name := range setting.FindAllString(text, -1) {
			seen++
			if !known(name) {
				t.Errorf("%s: there is no %s", path, name)
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d settings were found", seen)
	}
}

// Settings that are commented out are taken too.
func TestTheSettingsOfDeployAreGood(t *testing.T) {
	var environ []string
	for line := range strings.Lines(deployFiles(t)["lollipop.env"]) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "LOLLIPOP_") || strings.HasPrefix(line, "#LOLLIPOP_") {
			environ = append(environ, strings.TrimPrefix(line, "#"))
		}
	}
	if _, err := readConfig(environ); err != nil || len(environ) < 5 {
		t.Errorf("%d settings: %v", len(environ), err)
	}
}

func TestTheUnitsAreShut(t *testing.T) {
	files := deployFiles(t)
	for _, unit := range []string{"lollipop.service", "lollipop-backup.service"} {
		lines := strings.Split(files[unit], "\n")
		for _, want := range []string{
			"User=lollipop", "UMask=0077", "StateDirectoryMode=0700", "CapabilityBoundingSet=", "AmbientCapabilities=",
			"NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes",
			"PrivateUsers=yes", "PrivateIPC=yes", "ProtectHostname=yes", "ProtectClock=yes", "ProtectKernelTunables=yes",
			"ProtectKernelModules=yes", "ProtectKernelLogs=yes", "ProtectControlGroups=yes", "ProtectProc=invisible",
			"ProcSubset=pid", "RestrictNamespaces=yes", "RestrictRealtime=yes", "RestrictSUIDSGID=yes", "RemoveIPC=yes",
			"LockPersonality=yes", "MemoryDenyWriteExecute=yes", "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
			"SystemCallArchitectures=native", "SystemCallFilter=@system-service", "SystemCallErrorNumber=EPERM",
		} {
			if !slices.Contains(lines, want) {
				t.Errorf("%s: no %s", unit, want)
			}
		}
	}
}

// What was never run says so before anything else.
func TestWhatWasNeverRunSaysSo(t *testing.T) {
	for path, text := range deployFiles(t) {
		first, _, _ := strings.Cut(text, "\n")
		if (path == "Dockerfile" || strings.HasSuffix(path, ".yaml")) && !strings.HasPrefix(first, "# UNRUN: ") {
			t.Errorf("%s begins with %q", path, first)
		}
	}
}

// node is a part of a YAML document, reached by keys.
type node map[string]any

func (n node) at(keys ...string) node {
	for _, key := range keys {
		next, _ := n[key].(node)
		n = next
	}
	return n
}

func (n node) list(key string) (all []node) {
	items, _ := n[key].([]any)
	for _, item := range items {
		one, _ := item.(node)
		all = append(all, one)
	}
	return all
}

func documents(t *testing.T, text string) (all []node) {
	t.Helper()
	for d := yaml.NewDecoder(bytes.NewReader([]byte(text))); ; {
		var n node
		switch err := d.Decode(&n); {
		case errors.Is(err, io.EOF):
			return all
		case err != nil:
			t.Fatal(err)
		}
		all = append(all, n)
	}
}

func TestContainersOfComposeMayDoLittle(t *testing.T) {
	text := deployFiles(t)["compose.yaml"]
	services := documents(t, text)[0].at("services")
	if len(services) != 4 {
		t.Errorf("%d services", len(services))
	}
	for name := range services {
		s := services.at(name)
		user, _ := s["user"].(string)
		drop, _ := s["cap_drop"].([]any)
		if s["read_only"] != true || user == "" || strings.HasPrefix(user, "0") || !slices.Contains(drop, any("ALL")) ||
			s["privileged"] != nil || name != "caddy" && s["cap_add"] != nil {
			t.Errorf("%s: user %q, read_only %v, cap_drop %v", name, user, s["read_only"], drop)
		}
		if image, ok := s["image"].(string); ok && (!strings.Contains(image, ":") || strings.HasSuffix(image, ":latest")) {
			t.Errorf("%s: %s is not pinned", name, image)
		}
		for key, value := range s.at("environment") {
			secret := slices.Contains(secrets, key) || strings.Contains(key, "PASSWORD")
			if secret && !strings.HasSuffix(key, "_FILE") {
				t.Errorf("%s: %s has a value: %v", name, key, value)
			}
		}
	}
}

func TestKubernetesMayDoLittle(t *testing.T) {
	kinds := map[string]int{}
	for path, text := range deployFiles(t) {
		if !strings.HasPrefix(path, "kubernetes/") {
			continue
		}
		for _, doc := range documents(t, text) {
			kind, _ := doc["kind"].(string)
			kinds[kind]++
			switch kind {
			case "Deployment", "Job":
				podMayDoLittle(t, path, doc)
			case "Secret":
				for name, value := range doc.at("stringData") {
					if value != "" {
						t.Errorf("%s: %s has a value", path, name)
					}
				}
				if doc["data"] != nil {
					t.Errorf("%s has data", path)
				}
			case "NetworkPolicy":
				for _, way := range doc.at("spec").list("egress") {
					ports := way.list("ports")
					if len(ports) == 0 {
						t.Errorf("%s: a way out has no ports: that is all of them", path)
					}
					for _, p := range ports {
						if !slices.Contains([]any{53, 5432, 443}, p["port"]) {
							t.Errorf("%s lets out to %v", path, p["port"])
						}
					}
				}
			}
		}
	}
	for _, kind := range []string{"Deployment", "Job", "Service", "Ingress", "PodDisruptionBudget", "NetworkPolicy"} {
		if kinds[kind] != 1 {
			t.Errorf("%d of kind %s", kinds[kind], kind)
		}
	}
}

func podMayDoLittle(t *testing.T, path string, doc node) {
	t.Helper()
	pod := doc.at("spec", "template", "spec")
	if pod.at("securityContext")["runAsNonRoot"] != true || pod["automountServiceAccountToken"] != false ||
		pod.at("securityContext", "seccompProfile")["type"] != "RuntimeDefault" {
		t.Errorf("%s: %v", path, pod.at("securityContext"))
	}
	// A service's name makes variables such as LOLLIPOP_PORT, which the program would refuse.
	if pod["enableServiceLinks"] != false {
		t.Errorf("%s: enableServiceLinks is not false", path)
	}
	containers := pod.list("containers")
	if len(containers) != 1 {
		t.Fatalf("%s: %d containers", path, len(containers))
	}
	c := containers[0]
	may := c.at("securityContext")
	if drop, _ := may.at("capabilities")["drop"].([]any); may["readOnlyRootFilesystem"] != true ||
		may["allowPrivilegeEscalation"] != false || !slices.Contains(drop, any("ALL")) {
		t.Errorf("%s: %v", path, may)
	}
	if c.at("resources", "limits")["memory"] == nil {
		t.Errorf("%s: no limit of memory", path)
	}
	var names []string
	for _, one := range c.list("env") {
		name, _ := one["name"].(string)
		names = append(names, name)
		if slices.Contains(secrets, name) {
			t.Errorf("%s: %s has a value", path, name)
		}
	}
	replicas, _ := doc.at("spec")["replicas"].(int)
	if replicas > 1 && !slices.Contains(names, "LOLLIPOP_DATABASE_FILE") {
		t.Errorf("%s: %d on SQLite", path, replicas)
	}
	if doc["kind"] != "Deployment" {
		return
	}
	pages, err := os.ReadFile("../../web/pages.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, probe := range []string{"livenessProbe", "readinessProbe"} {
		route, _ := c.at(probe, "httpGet")["path"].(string)
		if route == "" || !strings.Contains(string(pages), `app.Get("`+route+`"`) {
			t.Errorf("%s: %s asks %q, which is no route", path, probe, route)
		}
	}
}

var (
	pageLinks = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	headings  = regexp.MustCompile(`(?m)^#+ (.+)$`)
	unlinked  = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

func anchors(text string) (all []string) {
	for _, h := range headings.FindAllStringSubmatch(text, -1) {
		all = append(all, strings.ReplaceAll(unlinked.ReplaceAllString(strings.ToLower(h[1]), ""), " ", "-"))
	}
	return all
}

func TestLinksBetweenTheAdministratorsPagesLeadSomewhere(t *testing.T) {
	pages, err := filepath.Glob(deployed + "/*.md")
	if err != nil || len(pages) < 3 {
		t.Fatal(pages, err)
	}
	for _, page := range append(pages, deployed+"/../SECURITY.md") {
		raw, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, link := range pageLinks.FindAllStringSubmatch(string(raw), -1) {
			path, anchor, _ := strings.Cut(link[1], "#")
			if strings.Contains(path, "://") {
				continue
			}
			to := page
			if path != "" {
				to = filepath.Join(filepath.Dir(page), path)
			}
			target, err := os.ReadFile(to)
			if err != nil || anchor != "" && !slices.Contains(anchors(string(target)), anchor) {
				t.Errorf("%s: %s leads nowhere (%v)", page, link[1], err)
			}
		}
	}
}
