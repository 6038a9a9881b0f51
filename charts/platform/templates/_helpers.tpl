{{/* Fills `into` with what `from` has and it lacks; maps of it key by key. (merge would take false and 0 for missing.) */}}
{{- define "platform.fill" -}}
{{- $into := .into -}}
{{- range $key, $value := .from -}}
  {{- if not (hasKey $into $key) -}}
    {{- $_ := set $into $key $value -}}
  {{- else if and (kindIs "map" $value) (kindIs "map" (get $into $key)) -}}
    {{- include "platform.fill" (dict "into" (get $into $key) "from" $value) -}}
  {{- end -}}
{{- end -}}
{{- end -}}

{{/* Fills `into` with the enabled services, complete with their defaults, by name. */}}
{{- define "platform.services" -}}
{{- range $name, $given := .root.Values.services -}}
  {{- $service := deepCopy $given -}}
  {{- include "platform.fill" (dict "into" $service "from" (deepCopy $.root.Values.defaults)) -}}
  {{- if $service.enabled -}}
    {{- $_ := set $.into $name $service -}}
  {{- end -}}
{{- end -}}
{{- end -}}

{{/* The labels of everything in the release. */}}
{{- define "platform.labels" -}}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/part-of: platform
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{/* What tells the pods of the services from others. */}}
{{- define "platform.serviceSelector" -}}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: service
{{- end -}}

{{/* Restricted, by the pod security standards. */}}
{{- define "platform.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}

{{/* user: whom the image is made for. */}}
{{- define "platform.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ .user }}
runAsGroup: {{ .user }}
fsGroup: {{ .user }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{/* The image of a service. */}}
{{- define "platform.image" -}}
{{- $image := .service.image | default (printf "%s%s:%s" .root.Values.image.prefix .name (.root.Values.image.tag | default .root.Chart.AppVersion)) -}}
{{- if .service.digest -}}{{ $image }}@{{ .service.digest }}{{- else -}}{{ $image }}{{- end -}}
{{- end -}}

{{/* The file of a component in the environment, which may have variants. */}}
{{- define "platform.componentFile" -}}
{{- $variant := get .root.Values.variants .component -}}
dapr-components/{{ .root.Values.environment }}/{{ .folder | default "" }}{{ .component }}{{ with $variant }}-{{ . }}{{ end }}.yaml
{{- end -}}

{{/*
Fills `into` with the components that services use, by name, with their scopes. What a component keeps in a secret store
is read by the sidecars that use it, so they are in the scopes of that store too.
*/}}
{{- define "platform.components" -}}
{{- $services := dict -}}
{{- include "platform.services" (dict "root" .root "into" $services) -}}
{{- range $app, $service := $services -}}
  {{- range $name := $service.components -}}
    {{- include "platform.use" (dict "root" $.root "into" $.into "component" $name "app" $app) -}}
  {{- end -}}
{{- end -}}
{{- end -}}

{{- define "platform.use" -}}
{{- if not (hasKey .into .component) -}}
  {{- $file := include "platform.componentFile" (dict "root" .root "component" .component) -}}
  {{- $text := .root.Files.Get $file -}}
  {{- if not $text -}}{{- fail (printf "services.%s.components: there is no %s" .app $file) -}}{{- end -}}
  {{- $_ := set .into .component (tpl $text .root | fromYaml) -}}
  {{- $_ := set (get .into .component) "scopes" list -}}
{{- end -}}
{{- $component := get .into .component -}}
{{- if not (has .app $component.scopes) -}}
  {{- $_ := set $component "scopes" (append $component.scopes .app | sortAlpha) -}}
{{- end -}}
{{- with $component.auth -}}
  {{- include "platform.use" (dict "root" $.root "into" $.into "component" .secretStore "app" $.app) -}}
{{- end -}}
{{- end -}}

{{/* Fills `into` with the names of the components that a service uses, those for their own secrets too. */}}
{{- define "platform.componentsOf" -}}
{{- $components := dict -}}
{{- include "platform.components" (dict "root" .root "into" $components) -}}
{{- range $name, $component := $components -}}
  {{- if has $.app $component.scopes -}}{{- $_ := set $.into $name $component -}}{{- end -}}
{{- end -}}
{{- end -}}
