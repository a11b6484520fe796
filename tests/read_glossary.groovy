// Lets OmegaT's own readers read a glossary: source language, target language, file; prints the entries.
import org.omegat.core.Core
import org.omegat.core.data.IProject
import org.omegat.core.data.ProjectProperties
import org.omegat.gui.glossary.GlossaryReaderTBX
import org.omegat.gui.glossary.GlossaryReaderTSV

def (source, target, name) = [args[0], args[1], args[2]]
def properties = new ProjectProperties(new File(name).parentFile)
properties.setSourceLanguage(source)
properties.setTargetLanguage(target)
Core.setProject([getProjectProperties: { properties }] as IProject)
def reader = name.endsWith('.tbx') ? GlossaryReaderTBX : GlossaryReaderTSV
def out = new PrintStream(System.out, true, 'UTF-8')
reader.read(new File(name), false).each {
    out.println([it.srcText, it.locText, it.commentText.replace('\n', ' / ')].join('\t'))
}
